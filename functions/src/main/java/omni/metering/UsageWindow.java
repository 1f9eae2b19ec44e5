package omni.metering;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one account between two instants, from its roll-ups: whole days by their own, the days at both ends by their
 * hours. The hours at the ends count whole. So a window of 400 days costs three queries, however much was used in it.
 *
 * @param pieces days and hours without overlap, each with at least one call
 */
public record UsageWindow(List<RollUp> pieces) {

    private static final String ROUTE = "route#";
    private static final String PRINCIPAL = "principal#";
    private static final String MCP = "#mcp";

    public UsageWindow {
        pieces = List.copyOf(pieces);
    }

    /** A route that was called. */
    public record Route(int number, boolean mcpTool) {}

    /**
     * Reads a window.
     *
     * @param now nothing was used later: a window that ends then needs no hours at its end
     */
    public static UsageWindow read(
            UsageHistory history, String orgId, boolean live, Instant since, Instant until, Instant now) {
        var firstDay = since.truncatedTo(DAYS);
        var lastDay = until.truncatedTo(DAYS);
        var whole = until.isBefore(now) ? lastDay.minus(1, DAYS) : lastDay;
        var begun = !firstDay.equals(since);
        var pieces = new ArrayList<RollUp>();
        if (begun || firstDay.isAfter(whole)) {
            var endOfDay = firstDay.plus(1, DAYS).minusMillis(1);
            pieces.addAll(history.hours(orgId, live, since, until.isBefore(endOfDay) ? until : endOfDay));
            firstDay = firstDay.plus(1, DAYS);
        }
        if (!firstDay.isAfter(whole)) {
            pieces.addAll(history.days(orgId, live, firstDay, whole));
        }
        if (whole.isBefore(lastDay) && !firstDay.isAfter(lastDay)) {
            pieces.addAll(history.hours(orgId, live, lastDay, until));
        }
        return new UsageWindow(pieces);
    }

    /** All calls in one sum. */
    public RollUp.Tally total() {
        return pieces.stream()
                .flatMap(piece -> piece.tallies().entrySet().stream())
                .filter(entry -> entry.getKey().startsWith(ROUTE))
                .map(java.util.Map.Entry::getValue)
                .reduce(RollUp.Tally.NONE, RollUp.Tally::plus);
    }

    /** Who called: a sum is kept for each principal, and an organisation's keys and members are few. */
    public Set<String> principals() {
        return keys(PRINCIPAL).collect(Collectors.toUnmodifiableSet());
    }

    /** What was called. */
    public Set<Route> routes() {
        return keys(ROUTE)
                .map(key -> key.endsWith(MCP)
                        ? new Route(Integer.parseInt(key.substring(0, key.length() - MCP.length())), true)
                        : new Route(Integer.parseInt(key), false))
                .collect(Collectors.toUnmodifiableSet());
    }

    private java.util.stream.Stream<String> keys(String prefix) {
        return pieces.stream()
                .flatMap(piece -> piece.tallies().entrySet().stream())
                .filter(entry -> entry.getValue().requests() > 0)
                .map(java.util.Map.Entry::getKey)
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()));
    }

    /** The newest rows of the window: only days that saw a call are asked, one query for each until there are enough. */
    public List<UsageRow> newest(UsageHistory history, Instant since, Instant until, int limit) {
        var rows = new ArrayList<UsageRow>();
        for (var day : daysNewestFirst()) {
            if (rows.size() < limit) {
                rows.addAll(history.newest(day, since, until, limit - rows.size()));
            }
        }
        return rows;
    }

    private List<RollUp.Scope> daysNewestFirst() {
        return pieces.stream()
                .map(piece -> piece.scope().wholeDay())
                .distinct()
                .sorted(Comparator.comparing(RollUp.Scope::time).reversed())
                .toList();
    }

    /** When the first call was; null when there was none. */
    public @Nullable Instant firstAt() {
        var total = total();
        return total.requests() == 0 ? null : total.firstAt();
    }

    /** When the last call was; null when there was none. */
    public @Nullable Instant lastAt() {
        var total = total();
        return total.requests() == 0 ? null : total.lastAt();
    }
}
