package omni.fakes;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** Events in a list; one with the id and time of another replaces it. */
public final class InMemoryEvents implements Events {

    private static final Comparator<ListPosition> NEWEST_FIRST = Comparator.comparing(ListPosition::time)
            .thenComparing(ListPosition::id)
            .reversed();

    private final List<AuditEvent> all = new CopyOnWriteArrayList<>();

    public void add(AuditEvent event) {
        all.removeIf(
                known -> known.orgId().equals(event.orgId()) && known.position().equals(event.position()));
        all.add(event);
    }

    public List<AuditEvent> all() {
        return List.copyOf(all);
    }

    @Override
    public List<AuditEvent> ofRequest(String orgId, String requestId, int limit) {
        return page(orgId, new Filter(null, null, requestId, null, null), limit, null)
                .rows();
    }

    @Override
    public Page<AuditEvent> page(String orgId, Filter filter, int limit, @Nullable ListPosition after) {
        var examined = all.stream()
                .filter(event -> event.orgId().equals(orgId))
                .filter(event -> new Filter(null, null, null, filter.since(), filter.until()).holds(event))
                .filter(event -> after == null || NEWEST_FIRST.compare(event.position(), after) > 0)
                .sorted(Comparator.comparing(AuditEvent::position, NEWEST_FIRST))
                .toList();
        var looked = examined.subList(0, Math.min(MAX_EXAMINED, examined.size()));
        var found = looked.stream().filter(filter::holds).toList();
        if (found.size() > limit) {
            var rows = found.subList(0, limit);
            return new Page<>(rows, rows.getLast().position());
        }
        return new Page<>(
                found, looked.size() < examined.size() ? looked.getLast().position() : null);
    }
}
