package omni.dynamodb;

import omni.account.Account;

/** Reads accounts of either mode as they are stored: the ports of the product read only what they need. */
public final class StoredAccounts {

    private StoredAccounts() {}

    public static Account read(Table table, String orgId, boolean live) {
        return AccountItem.read(table.get(AccountItem.partition(orgId), AccountItem.sort(live)));
    }
}
