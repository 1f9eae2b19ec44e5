package omni.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every combination of facts at its telling values, and the decisions on them folded into few lines: values below which
 * everything is decided alike share a line.
 */
final class BillingStates {

    static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    static final Duration GRACE = Duration.ofDays(7);

    /** A fact and the values that may tell on the decision. */
    record Dimension(String name, List<String> values) {}

    /** One line of the table: for each fact the values that share it, the decision, and how many combinations it is. */
    record Line(List<List<String>> values, BillingPosition position, long combinations) {}

    static final List<Dimension> DIMENSIONS = List.of(
            new Dimension("restriction", List.of("none", "operator", "lost dispute", "both")),
            new Dimension("subscription", subscriptions()),
            new Dimension("unpaid invoice", List.of("none", "within grace", "after grace")),
            new Dimension("contract", List.of("active", "none", "not begun", "ended")),
            new Dimension("card", List.of("yes", "no")),
            new Dimension("grant left", List.of("yes", "no")),
            new Dimension("had card or plan", List.of("yes", "no")));

    private BillingStates() {}

    private static List<String> subscriptions() {
        var names = new ArrayList<>(List.of("none"));
        for (var plan : List.of(PlanKey.PERSONAL, PlanKey.TEAM)) {
            for (var status : SubscriptionStatus.values()) {
                names.add(plan.wire() + " " + status.wire());
            }
        }
        return names;
    }

    /** Visits each combination: for each dimension the index of its value. */
    static void each(Consumer<int[]> visitor) {
        each(new int[DIMENSIONS.size()], 0, visitor);
    }

    private static void each(int[] at, int dimension, Consumer<int[]> visitor) {
        if (dimension == DIMENSIONS.size()) {
            visitor.accept(at);
            return;
        }
        for (var value = 0; value < DIMENSIONS.get(dimension).values().size(); value++) {
            at[dimension] = value;
            each(at, dimension + 1, visitor);
        }
    }

    /** The facts of a combination at {@link #NOW}, each bound hit to the millisecond. */
    static Facts facts(int[] at) {
        return new Facts(
                name(at, 5).equals("yes") ? 1 : 0,
                name(at, 4).equals("yes"),
                subscription(name(at, 1)),
                switch (name(at, 2)) {
                    case "within grace" -> NOW.minus(GRACE).plusMillis(1);
                    case "after grace" -> NOW.minus(GRACE);
                    default -> null;
                },
                name(at, 6).equals("yes"),
                contract(name(at, 3)),
                name(at, 0).equals("operator") || name(at, 0).equals("both"),
                name(at, 0).equals("lost dispute") || name(at, 0).equals("both") ? NOW.minusSeconds(1) : null);
    }

    static String name(int[] at, int dimension) {
        return DIMENSIONS.get(dimension).values().get(at[dimension]);
    }

    private static @Nullable Subscription subscription(String name) {
        var words = name.split(" ", -1);
        return words.length < 2
                ? null
                : new Subscription(
                        PlanKey.ofWire(words[0]).orElseThrow(),
                        SubscriptionStatus.ofWire(words[1]).orElseThrow());
    }

    private static @Nullable Contract contract(String name) {
        return switch (name) {
            case "active" -> new Contract(NOW, NOW.plusMillis(1), Discount.NONE, null);
            case "not begun" -> new Contract(NOW.plusMillis(1), null, Discount.NONE, null);
            case "ended" -> new Contract(NOW.minusSeconds(1), NOW, Discount.NONE, null);
            default -> null;
        };
    }

    static BillingPosition decide(int[] at) {
        return BillingStateRules.derive(facts(at), NOW, GRACE);
    }

    /** All lines: together they stand for every combination once. */
    static List<Line> lines() {
        return lines(new int[DIMENSIONS.size()], 0);
    }

    private static List<Line> lines(int[] at, int dimension) {
        if (dimension == DIMENSIONS.size()) {
            return List.of(new Line(List.of(), decide(at), 1));
        }
        var alike = new LinkedHashMap<List<Line>, List<String>>();
        for (var value = 0; value < DIMENSIONS.get(dimension).values().size(); value++) {
            at[dimension] = value;
            alike.computeIfAbsent(lines(at, dimension + 1), below -> new ArrayList<>())
                    .add(name(at, dimension));
        }
        var lines = new ArrayList<Line>();
        alike.forEach((below, values) -> below.forEach(line -> lines.add(under(values, line))));
        return lines;
    }

    private static Line under(List<String> values, Line line) {
        var all = new ArrayList<List<String>>();
        all.add(List.copyOf(values));
        all.addAll(line.values());
        return new Line(List.copyOf(all), line.position(), line.combinations() * values.size());
    }
}
