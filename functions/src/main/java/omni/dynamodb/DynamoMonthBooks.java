package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.List;
import java.util.Map;
import omni.billing.MonthBook;
import omni.invoicing.MonthBooks;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Books, each one item, written whole on condition of its version. */
public final class DynamoMonthBooks implements MonthBooks {

    private final Table table;

    public DynamoMonthBooks(Table table) {
        this.table = table;
    }

    @Override
    public List<MonthBook> of(String orgId) {
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND begins_with(SK, :report)")
                .expressionAttributeValues(Map.of(
                        ":org", text(AccountItem.partition(orgId)),
                        ":report", text(MonthBookItem.REPORT)))
                .consistentRead(true)
                .build();
        return Table.reach(
                "the books of usage",
                () -> table.client().queryPaginator(request).items().stream()
                        .map(item -> MonthBookItem.read(orgId, item))
                        .toList());
    }

    @Override
    public boolean write(MonthBook next) {
        var put = MonthBookItem.put(table, next);
        var request = PutItemRequest.builder()
                .tableName(put.tableName())
                .item(put.item())
                .conditionExpression(put.conditionExpression())
                .expressionAttributeValues(put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null)
                .build();
        try {
            Table.reach("a book of usage", () -> table.client().putItem(request));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public boolean write(MonthBook.Move move) {
        return Transactions.write(
                table,
                "two books of usage",
                List.of(
                        Transactions.put(MonthBookItem.put(table, move.from())),
                        Transactions.put(MonthBookItem.put(table, move.to()))));
    }
}
