package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import omni.metering.RollUp;
import omni.metering.UsageHistory;
import omni.metering.UsageRow;

/** What was used, added up from its rows each time. */
public final class InMemoryUsageHistory implements UsageHistory {

    private final List<UsageRow> rows = new ArrayList<>();

    public void add(UsageRow row) {
        rows.add(row);
    }

    @Override
    public List<RollUp> days(String orgId, boolean live, Instant from, Instant to) {
        return between(at -> RollUp.Scope.day(orgId, live, at), from, to);
    }

    @Override
    public List<RollUp> hours(String orgId, boolean live, Instant from, Instant to) {
        return between(at -> RollUp.Scope.hour(orgId, live, at), from, to);
    }

    private List<RollUp> between(Function<Instant, RollUp.Scope> scopeAt, Instant from, Instant to) {
        return rows.stream()
                .map(row -> scopeAt.apply(row.call().at()))
                .distinct()
                .filter(scope -> scope.time().compareTo(scopeAt.apply(from).time()) >= 0)
                .filter(scope -> scope.time().compareTo(scopeAt.apply(to).time()) <= 0)
                .map(scope -> RollUp.empty(scope).apply(rows))
                .filter(rollUp -> !rollUp.tallies().isEmpty())
                .sorted(Comparator.comparing(rollUp -> rollUp.scope().time()))
                .toList();
    }

    @Override
    public List<UsageRow> newest(RollUp.Scope day, Instant since, Instant until, int limit) {
        return rows.stream()
                .filter(day::holds)
                .filter(row ->
                        !row.call().at().isBefore(since) && !row.call().at().isAfter(until))
                .sorted(Comparator.comparingLong(UsageRow::sequence).reversed())
                .limit(limit)
                .toList();
    }
}
