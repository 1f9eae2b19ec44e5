package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.AccountField;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.ledger.Ledger;
import omni.ledger.RollUp;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;
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
    private final DynamoAccounts accounts;

    public DynamoLedger(Table table, Collection<Integer> classes) {
        this.table = table;
        this.rollUps = new DynamoRollUps(table);
        this.accounts = new DynamoAccounts(table, classes);
    }

    @Override
    public Items read(String usageId) {
        var rows = new ArrayList<UsageRow>();
        VoidMark mark = null;
        var values = Map.of(":id", text(UsageItems.PARTITION + usageId));
        for (var item : table.query("a usage id", "PK = :id", values)) {
            var sort = text(item, Table.SK);
            if (sort.startsWith(UsageItems.ROW)) {
                rows.add(UsageItems.row(item));
            } else if (sort.equals(UsageItems.VOID)) {
                mark = UsageItems.mark(item);
            }
        }
        return new Items(rows, mark);
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
    public Credit credit(UsageRow row, @Nullable VoidMark mark) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(creditItem(row));
        var after = row.creditedRow(mark);
        writes.add(creditUpdate(after));
        if (row.isCharged()) {
            var account = accounts.load(row.orgId());
            var back = account == null ? null : takeBack(account, row);
            if (back == null) {
                return Credit.TOO_OLD;
            }
            writes.add(back);
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
        item.put(
                Table.TTL,
                number(row.call().at().plus(java.time.Duration.ofDays(400)).getEpochSecond()));
        return table.putNew(item);
    }

    private TransactWriteItem creditUpdate(UsageRow after) {
        return table.update(
                UsageItems.rowKey(after),
                "SET credited = :true, #%s = :call".formatted(UsageItems.CALL),
                "credited = :false",
                Map.of(
                        ":true", Attributes.truth(true),
                        ":false", Attributes.truth(false),
                        ":call", AttributeValue.fromM(LastCallAttribute.map(after.call()))));
    }

    /** What takes unit, price and AI unit back from the account; null when it can no longer take them. */
    private @Nullable TransactWriteItem takeBack(Account account, UsageRow row) {
        var period = InvoicePeriod.at(row.call().at());
        var counters = account.ledger();
        var adds = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        values.put(":period", number(counters.period().number()));
        values.put(":grantPeriod", number(account.grant().period().number()));
        if (row.funding() == Funding.GRANT) {
            if (period.compareTo(account.grant().period()) < 0) {
                return null;
            }
            adds.add("gu :unit");
            values.put(":unit", number(-1));
        } else {
            var counter = counterOf(counters, period);
            if (counter == null) {
                return null;
            }
            adds.add(counter + " :price");
            values.put(":price", number(-row.price().microDollars()));
        }
        if (row.call().aiUnits() > 0 && period.equals(counters.period())) {
            adds.add("aq :aiUnits");
            values.put(":aiUnits", number(-row.call().aiUnits()));
        }
        return table.update(
                AccountItem.key(row.orgId(), true),
                "ADD " + String.join(", ", adds),
                "pd = :period AND gp = :grantPeriod",
                values);
    }

    private static @Nullable String counterOf(Account.Counters counters, InvoicePeriod period) {
        if (period.equals(counters.period())) {
            return AccountField.ACCRUED.attribute();
        }
        return period.equals(counters.previousPeriod()) ? AccountField.PREVIOUS_ACCRUED.attribute() : null;
    }

    /** Every row of an organization's days, for tests and reconciliation. */
    public List<UsageRow> rows(RollUp.Scope scope) {
        return rollUps.rows(scope);
    }
}
