package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.AccountField;
import omni.ledger.Ledger;
import omni.ledger.Refund;
import omni.ledger.RollUp;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Usage rows, voids and credits; a credit and all that it moves are one transaction. */
public final class DynamoLedger implements Ledger {

    private final Table table;
    private final DynamoRollUps rollUps;
    private final ProofItems proofs;
    private final DynamoAccounts accounts;

    public DynamoLedger(Table table, Collection<Integer> classes) {
        this.table = table;
        this.rollUps = new DynamoRollUps(table);
        this.proofs = new ProofItems(table);
        this.accounts = new DynamoAccounts(table, classes);
    }

    @Override
    public Items read(String usageId) {
        var rows = new ArrayList<UsageRow>();
        VoidMark mark = null;
        var isProved = false;
        var values = Map.of(":id", text(UsageItems.PARTITION + usageId));
        for (var item : table.query("a usage id", "PK = :id", values)) {
            var sort = text(item, Table.SK);
            if (sort.startsWith(UsageItems.ROW)) {
                rows.add(UsageItems.row(item));
            } else if (sort.equals(UsageItems.VOID)) {
                mark = UsageItems.mark(item);
            } else if (sort.equals(UsageItems.PROOF)) {
                isProved = ProofItems.isProved(item);
            }
        }
        return new Items(rows, mark, isProved);
    }

    @Override
    public boolean putVoid(VoidMark mark) {
        try {
            return table.write("a void", table.put(UsageItems.voidItem(mark)));
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Override
    public Ledger.Put putRow(UsageRow row) {
        var request = PutItemRequest.builder()
                .tableName(table.name())
                .item(UsageItems.rowItem(row))
                .conditionExpression("attribute_not_exists(PK)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            Table.reach("a usage row", () -> table.client().putItem(request));
            return new Ledger.Put(row, true);
        } catch (ConditionalCheckFailedException e) {
            return new Ledger.Put(UsageItems.row(e.item()), false);
        }
    }

    @Override
    public Credit credit(UsageRow row, UsageRow after) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(creditUpdate(row, after));
        if (row.units() > 0) {
            writes.add(creditItem(row));
        }
        if (row.isCharged()) {
            var account = accounts.load(row.orgId());
            var refund = account == null ? Optional.<Refund>empty() : Refund.of(account, row);
            if (account == null || refund.isEmpty()) {
                return Credit.TOO_OLD;
            }
            if (!refund.get().isNothing()) {
                writes.add(takeBack(account, refund.get()));
            }
        }
        for (var scope : RollUp.Scope.of(row)) {
            var next = rollUps.read(scope).replace(row, after);
            writes.add(RollUpItem.put(table, next));
        }
        try {
            Table.reach(
                    "a credit",
                    () -> table.client()
                            .transactWriteItems(TransactWriteItemsRequest.builder()
                                    .transactItems(writes)
                                    .build()));
            return Credit.DONE;
        } catch (TransactionCanceledException e) {
            return "ConditionalCheckFailed"
                            .equals(e.cancellationReasons().getFirst().code())
                    ? Credit.ALREADY
                    : Credit.CONFLICT;
        }
    }

    private TransactWriteItem creditItem(UsageRow row) {
        var item = new HashMap<>(
                Table.key(UsageItems.PARTITION + row.call().usageId(), UsageItems.CREDIT + UsageItems.sequence(row)));
        item.put("org", text(row.orgId()));
        item.put("price", number(row.price().microDollars()));
        item.put("funding", text(row.funding().wire()));
        item.put(Table.TTL, number(row.call().at().plus(UsageItems.KEPT).getEpochSecond()));
        return table.putNew(item);
    }

    private TransactWriteItem creditUpdate(UsageRow row, UsageRow after) {
        var duplicate = after.isShown() ? "" : ", #%s = :true".formatted(UsageItems.DUPLICATE);
        return table.update(
                UsageItems.rowKey(after),
                "SET credited = :true, #%s = :call".formatted(UsageItems.CALL) + duplicate,
                "credited = :credited AND attribute_not_exists(#%s)".formatted(UsageItems.DUPLICATE)
                        + (row.isUnproven() ? " AND attribute_not_exists(#%s)".formatted(UsageItems.PROVEN) : ""),
                Map.of(
                        ":true", Attributes.truth(true),
                        ":credited", Attributes.truth(row.isCredited()),
                        ":call", AttributeValue.fromM(LastCallAttribute.map(after.call()))));
    }

    @Override
    public boolean proveRow(UsageRow row) {
        var after = row.provenRow();
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(table.update(
                UsageItems.rowKey(row),
                "SET #%s = :true".formatted(UsageItems.PROVEN),
                "credited = :false AND attribute_not_exists(#%s)".formatted(UsageItems.PROVEN),
                Map.of(":true", Attributes.truth(true), ":false", Attributes.truth(false))));
        var month = RollUp.Scope.of(row).getFirst();
        writes.add(RollUpItem.put(table, rollUps.read(month).replace(row, after)));
        return Transactions.write(table, "a proof in its row", writes);
    }

    @Override
    public Proof prove(String usageId, Instant now) {
        return proofs.prove(usageId, now);
    }

    @Override
    public boolean extend(String usageId, Instant until, Instant now) {
        return proofs.extend(usageId, until, now);
    }

    @Override
    public boolean lapse(String usageId, Instant now) {
        return proofs.lapse(usageId, now);
    }

    @Override
    public boolean giveUp(String usageId, Instant now) {
        return proofs.giveUp(usageId, now);
    }

    /** What takes unit, price and AI unit back from the account. */
    private TransactWriteItem takeBack(Account account, Refund refund) {
        var adds = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        values.put(":period", number(account.ledger().period().number()));
        values.put(":grantPeriod", number(account.grant().period().number()));
        add("gu", refund.grantUnits(), adds, values);
        add(AccountField.ACCRUED.attribute(), refund.current().microDollars(), adds, values);
        add(AccountField.PREVIOUS_ACCRUED.attribute(), refund.previous().microDollars(), adds, values);
        add("aq", refund.aiUnits(), adds, values);
        return table.update(
                AccountItem.key(account.orgId(), true),
                "ADD " + String.join(", ", adds),
                "pd = :period AND gp = :grantPeriod",
                values);
    }

    private static void add(String counter, long back, List<String> adds, Map<String, AttributeValue> values) {
        if (back != 0) {
            adds.add(counter + " :" + counter);
            values.put(":" + counter, number(-back));
        }
    }

    /** Every row of an organization's days, for tests and reconciliation. */
    public List<UsageRow> rows(RollUp.Scope scope) {
        return rollUps.rows(scope);
    }
}
