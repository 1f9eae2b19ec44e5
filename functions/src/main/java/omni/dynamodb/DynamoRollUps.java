package omni.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.event.AuditEvent;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.ledger.UsageRow;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** Roll-ups, each one item, written whole on condition of its version. */
public final class DynamoRollUps implements RollUps {

    private final Table table;

    public DynamoRollUps(Table table) {
        this.table = table;
    }

    @Override
    public RollUp read(RollUp.Scope scope) {
        return RollUpItem.read(scope, table.get(AccountItem.partition(scope.orgId()), RollUpItem.sort(scope)));
    }

    @Override
    public boolean write(RollUp next, List<AuditEvent> events) {
        var write = RollUpItem.put(table, next);
        if (events.isEmpty()) {
            return alone(write);
        }
        var writes = new ArrayList<>(List.of(write));
        events.forEach(event -> writes.add(table.put(EventItem.of(event))));
        return Transactions.write(table, "a roll-up and its events", writes);
    }

    /** A credit that holds the item is a lost race like any other. */
    private boolean alone(TransactWriteItem write) {
        try {
            return table.write("a roll-up", write);
        } catch (StoreUnavailable e) {
            if (e.getCause() instanceof TransactionConflictException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<UsageRow> rows(RollUp.Scope scope) {
        var request = QueryRequest.builder()
                .tableName(table.name())
                .indexName(Table.BY_TIME)
                .keyConditionExpression("timeKey = :account AND place BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":account", Attributes.text(UsageItems.timeKey(scope.orgId(), scope.live())),
                        ":from", Attributes.text(EventItem.sort(scope.start(), "")),
                        ":to", Attributes.text(EventItem.sort(scope.end(), ""))))
                .build();
        return Table.reach(
                "the rows of a roll-up",
                () -> table.client().queryPaginator(request).items().stream()
                        .map(UsageItems::row)
                        .toList());
    }
}
