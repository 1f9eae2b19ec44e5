package omni.dynamodb;

import java.util.List;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** What was recorded of an organization: one partition, its sort key is time and id. */
public final class DynamoEvents implements Events {

    /** Greater than every sort key and every id: they are digits, letters, {@code #} and the underscore. */
    static final String BEHIND_ALL = "~";

    private final Table table;

    public DynamoEvents(Table table) {
        this.table = table;
    }

    @Override
    public Page<AuditEvent> page(String orgId, Filter filter, int limit, @Nullable ListPosition after) {
        var since = filter.since();
        var until = filter.until();
        var list = new NewestFirst(
                table,
                EventItem.partition(orgId),
                since == null ? "0" : EventItem.sort(since, ""),
                until == null ? BEHIND_ALL : EventItem.sort(until, BEHIND_ALL),
                after == null ? null : EventItem.sort(after.time(), after.id()));
        return list.page(
                new NewestFirst.Rows<>(item -> EventItem.read(orgId, item), filter::holds, AuditEvent::position),
                limit);
    }

    @Override
    public List<AuditEvent> ofRequest(String orgId, String requestId, int limit) {
        var list = new NewestFirst(
                table,
                NewestFirst.Source.index(Table.BY_REQUEST, Table.BY_REQUEST_PK),
                EventItem.requestKey(orgId, requestId),
                "0",
                BEHIND_ALL,
                null);
        return list.page(
                        new NewestFirst.Rows<>(
                                item -> EventItem.read(orgId, item), event -> true, AuditEvent::position),
                        limit)
                .rows();
    }
}
