package omni.ledger;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import omni.account.LastCall;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one account between two instants, from its roll-ups: whole days by their own, the days at both ends by their
 * hours. The hours at the ends count whole. So a window of 400 days costs three queries, however much was used in it.
 *
 * @param pieces days and hours without overlap, each with at least one call
 */
public record UsageWindow(List<RollUp> pieces) {

    private static final String PRINCIPAL = "principal#";

    public UsageWindow {
        pieces = List.copyOf(pieces);
    }

    /**
     * A route that was called.
     *
     * @param number of the route
     * @param meterClass number of the class that it was metered as then
     */
    public record Route(int number, int meterClass, boolean mcpTool) {

        private static final String PREFIX = "route#";
        private static final String MCP = "#mcp";

        static Route of(LastCall call) {
            return new Route(call.route(), call.meterClass(), call.mcpTool());
        }

        /** Its key among the sums of a day or an hour. */
        String key() {
            return PREFIX + number + "#" + meterClass + (mcpTool ? MCP : "");
        }

        private static Route of(String key) {
            var parts = key.split("#", -1);
            return new Route(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), key.endsWith(MCP));
        }
    }

    /**
     * Reads a window.
     *
     * @param last the latest instant that belongs to it
     * @param now nothing was used later: a window that ends then needs no hours at its end
     */
    public static UsageWindow read(
            UsageHistory history, String orgId, boolean live, Instant since, Instant last, Instant now) {
        var firstDay = since.truncatedTo(DAYS);
        var lastDay = last.truncatedTo(DAYS);
        var whole = last.isBefore(now) && !last.plusMillis(1).equals(lastDay.plus(1, DAYS))
                ? lastDay.minus(1, DAYS)
                : lastDay;
        var begun = !firstDay.equals(since);
        var pieces = new ArrayList<RollUp>();
        if (begun || firstDay.isAfter(whole)) {
            var endOfDay = firstDay.plus(1, DAYS).minusMillis(1);
            pieces.addAll(history.hours(orgId, live, since, last.isBefore(endOfDay) ? last : endOfDay));
            firstDay = firstDay.plus(1, DAYS);
        }
        if (!firstDay.isAfter(whole)) {
            pieces.addAll(history.days(orgId, live, firstDay, whole));
        }
        if (whole.isBefore(lastDay) && !firstDay.isAfter(lastDay)) {
            pieces.addAll(history.hours(orgId, live, lastDay, last));
        }
        return new UsageWindow(pieces);
    }

    /** All calls in one sum. */
    public RollUp.Tally total() {
        return byRoute().values().stream().reduce(RollUp.Tally.NONE, RollUp.Tally::plus);
    }

    /** A sum for each route that was called. */
    public Map<Route, RollUp.Tally> byRoute() {
        var sums = new LinkedHashMap<Route, RollUp.Tally>();
        pieces.forEach(piece -> routes(piece).forEach((route, sum) -> sums.merge(route, sum, RollUp.Tally::plus)));
        return sums;
    }

    /** A sum for each bucket in which there was a call, by the bucket's beginning. */
    public Map<Instant, RollUp.Tally> byBucket(UnaryOperator<Instant> bucketOf) {
        var sums = new LinkedHashMap<Instant, RollUp.Tally>();
        pieces.forEach(piece -> routes(piece)
                .values()
                .forEach(sum -> sums.merge(bucketOf.apply(piece.scope().start()), sum, RollUp.Tally::plus)));
        return sums;
    }

    private static Map<Route, RollUp.Tally> routes(RollUp piece) {
        return piece.tallies().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Route.PREFIX))
                .collect(Collectors.toMap(entry -> Route.of(entry.getKey()), Map.Entry::getValue));
    }

    /** Who called: there is a sum for each principal, and an organization's keys and members are few. */
    public Set<String> principals() {
        return pieces.stream()
                .flatMap(piece -> piece.tallies().keySet().stream())
                .filter(key -> key.startsWith(PRINCIPAL))
                .map(key -> key.substring(PRINCIPAL.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What was called. */
    public Set<Route> routes() {
        return Set.copyOf(byRoute().keySet());
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
