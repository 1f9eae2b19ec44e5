package omni.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.event.ListPosition;
import omni.event.Page;
import omni.ledger.RollUp;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Usage for those who look at it: roll-ups by their sort keys, rows by their indexes; eventually consistent. */
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
    public Page<UsageRow> rows(
            String orgId, boolean live, UsageFilter filter, int limit, @Nullable ListPosition after) {
        var requestId = filter.requestId();
        var source = requestId == null
                ? NewestFirst.Source.index(Table.BY_TIME, Table.BY_TIME_PK)
                : NewestFirst.Source.index(Table.BY_REQUEST, Table.BY_REQUEST_PK);
        var list = new NewestFirst(
                table,
                source,
                requestId == null ? UsageItems.timeKey(orgId, live) : UsageItems.requestKey(orgId, live, requestId),
                EventItem.sort(filter.since(), ""),
                EventItem.sort(filter.last(), DynamoEvents.BEHIND_ALL),
                after == null ? null : EventItem.sort(after));
        return list.page(new NewestFirst.Rows<>(UsageItems::row, filter::holds, UsageRow::position), limit);
    }
}
