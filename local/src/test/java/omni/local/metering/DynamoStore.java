package omni.local.metering;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import omni.access.Human;
import omni.access.Scopes;
import omni.account.Account;
import omni.credential.ApiKey;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoIdempotency;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMeter;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.dynamodb.Table;
import omni.fakes.MeteredStore;
import omni.ledger.Ledger;
import omni.ledger.RollUps;
import omni.ledger.UnprovenCalls;
import omni.local.dynamodb.StoreOfTests;
import omni.member.Organization;
import omni.member.Organizations.NewOrganization;
import omni.meter.Idempotency;
import omni.meter.Meter;

/** The product's own adapters on DynamoDB Local. */
record DynamoStore(Table table, Collection<Integer> classes) implements MeteredStore {

    DynamoStore() {
        this(StoreOfTests.table(), List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Override
    public Idempotency idempotency() {
        return new DynamoIdempotency(table);
    }

    @Override
    public Meter meter() {
        return new DynamoMeter(table, classes);
    }

    @Override
    public Ledger ledger() {
        return new DynamoLedger(table, classes);
    }

    @Override
    public RollUps rollUps() {
        return new DynamoRollUps(table);
    }

    @Override
    public UnprovenCalls unproven() {
        return new DynamoUnprovenCalls(table);
    }

    @Override
    public void put(Account account) {
        var orgId = account.orgId();
        var now = account.ledger().period().start();
        var key = new ApiKey(
                "key_" + orgId,
                orgId,
                "hash of " + orgId,
                true,
                "First key",
                "prefix",
                Scopes.NEW_KEY,
                now,
                null,
                null,
                null,
                null,
                null);
        var founder = new Human("issuer", orgId, "usr_" + orgId, orgId, "a@example.com", now);
        new DynamoOrganizations(table, classes)
                .create(new NewOrganization(
                        new Organization(orgId, null, now),
                        founder,
                        account,
                        Account.open(orgId, false, 0, now),
                        key,
                        null,
                        List.of()));
    }

    @Override
    public Account account(String orgId, boolean live) {
        if (!live) {
            throw new UnsupportedOperationException("the port loads live accounts");
        }
        return Objects.requireNonNull(new DynamoAccounts(table, classes).load(orgId), orgId);
    }

    @Override
    public void change(String orgId, UnaryOperator<Account> change) {
        var accounts = new DynamoAccounts(table, classes);
        var changed = change.apply(account(orgId, true));
        if (!accounts.replaceStanding(account(orgId, true), changed.standing(), accounts.billing(orgId))
                || !accounts.replaceBudget(account(orgId, true), changed.caps(), changed.approvals())) {
            throw new IllegalStateException("nobody else changes " + orgId);
        }
    }
}
