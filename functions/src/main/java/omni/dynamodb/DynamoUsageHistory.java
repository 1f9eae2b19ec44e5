package omni.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.metering.RollUp;
import omni.metering.UsageHistory;
import omni.metering.UsageRow;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Usage for those who look at it: roll-ups by their sort keys, rows by the index of days; eventually consistent. */
public final class DynamoUsageHistory implements UsageHistory {

    private final Table table;

    public DynamoUsageHistory(Table table) {
        this.table = table;
    }

    @Override
    public List<RollUp> days(String orgId, boolean live, Instant from, Instant to) {
        return between(RollUp.Scope.day(orgId, live, from), RollUp.Scope.day(orgId, live, to));
    }

    @Override
    public List<RollUp> hours(String orgId, boolean live, Instant from, Instant to) {
        return between(RollUp.Scope.hour(orgId, live, from), RollUp.Scope.hour(orgId, live, to));
    }

    private List<RollUp> between(RollUp.Scope from, RollUp.Scope to) {
        if (from.time().compareTo(to.time()) > 0) {
            return List.of();
        }
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND SK BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":org", Attributes.text(AccountItem.partition(from.orgId())),
                        ":from", Attributes.text(RollUpItem.sort(from)),
                        ":to", Attributes.text(RollUpItem.sort(to))))
                .build();
        return Table.reach(
                "roll-ups",
                () -> table.client().queryPaginator(request).items().stream()
                        .map(item -> RollUpItem.read(RollUpItem.scope(item, from.orgId(), from.live()), item))
                        .toList());
    }

    @Override
    public List<UsageRow> newest(RollUp.Scope day, Instant since, Instant until, int limit) {
        var rows = new ArrayList<UsageRow>();
        Map<String, AttributeValue> from = null;
        do {
            var request = QueryRequest.builder()
                    .tableName(table.name())
                    .indexName(Table.BY_DAY)
                    .keyConditionExpression(Table.BY_DAY_PK + " = :day")
                    .expressionAttributeValues(Map.of(
                            ":day",
                            Attributes.text(UsageItems.dayKey(
                                    day.orgId(), day.live(), day.days().getFirst()))))
                    .scanIndexForward(false)
                    .limit(limit)
                    .exclusiveStartKey(from)
                    .build();
            var answer = Table.reach("the rows of a day", () -> table.client().query(request));
            for (var item : answer.items()) {
                var row = UsageItems.row(item);
                var at = row.call().at();
                if (rows.size() < limit && !at.isBefore(since) && !at.isAfter(until)) {
                    rows.add(row);
                }
            }
            from = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : null;
        } while (from != null && rows.size() < limit);
        return rows;
    }
}
