package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import omni.event.ListPosition;
import omni.event.Page;
import omni.ledger.RollUp;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/** What was used, added up from its rows each time. */
public final class InMemoryUsageHistory implements UsageHistory {

    private static final Comparator<ListPosition> NEWEST_FIRST = Comparator.comparing(ListPosition::time)
            .thenComparing(ListPosition::id)
            .reversed();

    private record Owner(String orgId, boolean live) {}

    private final Map<Owner, NavigableMap<ListPosition, UsageRow>> rows = new HashMap<>();

    public void add(UsageRow row) {
        of(row.orgId(), row.live()).put(row.position(), row);
    }

    private NavigableMap<ListPosition, UsageRow> of(String orgId, boolean live) {
        return rows.computeIfAbsent(new Owner(orgId, live), owner -> new TreeMap<>(NEWEST_FIRST));
    }

    @Override
    public List<RollUp> days(String orgId, boolean live, Instant from, Instant to) {
        return between(orgId, live, at -> RollUp.Scope.day(orgId, live, at), from, to);
    }

    @Override
    public List<RollUp> hours(String orgId, boolean live, Instant from, Instant to) {
        return between(orgId, live, at -> RollUp.Scope.hour(orgId, live, at), from, to);
    }

    private List<RollUp> between(
            String orgId, boolean live, Function<Instant, RollUp.Scope> scopeAt, Instant from, Instant to) {
        var held = new TreeMap<String, List<UsageRow>>();
        for (var row : of(orgId, live).values()) {
            held.computeIfAbsent(scopeAt.apply(row.call().at()).time(), time -> new ArrayList<>())
                    .add(row);
        }
        var first = scopeAt.apply(from).time();
        var last = scopeAt.apply(to).time();
        return first.compareTo(last) > 0
                ? List.of()
                : held.subMap(first, true, last, true).entrySet().stream()
                        .map(entry -> RollUp.empty(new RollUp.Scope(orgId, live, entry.getKey()))
                                .apply(entry.getValue()))
                        .toList();
    }

    @Override
    public Page<UsageRow> rows(
            String orgId, boolean live, UsageFilter filter, int limit, @Nullable ListPosition after) {
        var found = new ArrayList<UsageRow>();
        var examined = 0;
        ListPosition last = null;
        for (var row : stretch(of(orgId, live), filter, after).values()) {
            if (filter.requestId() != null
                    && !filter.requestId().equals(row.call().requestId())) {
                continue; // an index knows the rows of a request
            }
            if (examined >= MAX_EXAMINED || (filter.holds(row) && found.size() == limit)) {
                return new Page<>(found, last);
            }
            if (filter.holds(row)) {
                found.add(row);
            }
            last = row.position();
            examined++;
        }
        return new Page<>(found, null);
    }

    private static NavigableMap<ListPosition, UsageRow> stretch(
            NavigableMap<ListPosition, UsageRow> all, UsageFilter filter, @Nullable ListPosition after) {
        var newest = new ListPosition(filter.last(), "~");
        var from = after == null || NEWEST_FIRST.compare(after, newest) < 0 ? newest : after;
        var to = new ListPosition(filter.since(), "");
        return NEWEST_FIRST.compare(from, to) > 0 ? Collections.emptyNavigableMap() : all.subMap(from, false, to, true);
    }
}
