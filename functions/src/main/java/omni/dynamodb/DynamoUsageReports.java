package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.util.List;
import java.util.Map;
import omni.billing.UsageReport;
import omni.invoicing.UsageReports;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Books, each one item, written whole on condition of its version. */
public final class DynamoUsageReports implements UsageReports {

    private final Table table;

    public DynamoUsageReports(Table table) {
        this.table = table;
    }

    @Override
    public List<UsageReport> of(String orgId) {
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND begins_with(SK, :report)")
                .expressionAttributeValues(Map.of(
                        ":org", text(AccountItem.partition(orgId)),
                        ":report", text(UsageReportItem.REPORT)))
                .consistentRead(true)
                .build();
        return Table.reach(
                "the books of usage",
                () -> table.client().queryPaginator(request).items().stream()
                        .map(item -> UsageReportItem.read(orgId, item))
                        .toList());
    }

    @Override
    public boolean write(UsageReport next) {
        var put = UsageReportItem.put(table, next);
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
    public boolean write(UsageReport.Move move) {
        return Transactions.write(
                table,
                "two books of usage",
                List.of(
                        Transactions.put(UsageReportItem.put(table, move.from())),
                        Transactions.put(UsageReportItem.put(table, move.to()))));
    }
}
