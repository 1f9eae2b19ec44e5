package omni.billing;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import omni.fakes.Recorded;
import org.junit.jupiter.api.Test;

/** {@code docs/billing-states.md} is what the code decides, all of it. */
class BillingStatesDocumentTest {

    private static final List<String> RULES = List.of(
            "an operator restricts the organization, or a charge dispute is lost",
            "the subscription is `unpaid`",
            "an invoice has been unpaid for the whole grace (7 days) or longer",
            "an invoice is unpaid",
            "a commercial contract is active (`startsAt ≤ now < endsAt`)",
            "the subscription is for `team` and `active` or `trialing`",
            "the subscription is for `personal` and `active` or `trialing`",
            "a card is on file",
            "a unit of the starter grant is left",
            "otherwise");

    private final List<BillingStates.Line> lines = BillingStates.lines();

    @Test
    void theCheckedInDocumentIsWhatTheCodeDecides() {
        Recorded.document("billing-states.md", document());
    }

    @Test
    void theLinesStandForEveryCombinationOnce() {
        var combinations = BillingStates.DIMENSIONS.stream()
                .mapToLong(dimension -> dimension.values().size())
                .reduce(1, Math::multiplyExact);
        assertThat(lines.stream().mapToLong(BillingStates.Line::combinations).sum())
                .isEqualTo(combinations)
                .isEqualTo(6_528);
        BillingStates.each(at -> assertThat(lines.stream().filter(line -> covers(line, at)))
                .as(Arrays.toString(at))
                .singleElement()
                .extracting(BillingStates.Line::position)
                .isEqualTo(BillingStates.decide(at)));
    }

    private static boolean covers(BillingStates.Line line, int[] at) {
        return IntStream.range(0, at.length)
                .allMatch(dimension -> line.values().get(dimension).contains(BillingStates.name(at, dimension)));
    }

    private String document() {
        var out = new StringBuilder("""
                # Billing states

                What an organization's billing state, its public plan (what it bought) and its effective plan (whose prices and
                limits apply) are, follows from facts and the clock alone; nothing of it is stored. This page is rendered from
                `omni.billing.BillingStateRules` by `BillingStatesDocumentTest` and compared in every build;
                `mvn -pl functions -am test -Dtest=BillingStatesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Domni.record=true`
                records it anew.

                ## The rules

                The first row that matches decides. "As bought" is `commercial` with an active contract, else the plan of a
                subscription in `active`, `trialing`, `past_due` or `unpaid`, else `payg` with a card on file or an unpaid invoice,
                else `sandbox_grant`.

                | Row | If | billingState | publicPlanKey | effectivePlanKey | Combinations |
                |---|---|---|---|---|---|
                """);
        for (var row = 1; row <= RULES.size(); row++) {
            out.append(rule(row));
        }
        out.append(table());
        return out.toString();
    }

    private String rule(int row) {
        var decided =
                lines.stream().filter(line -> line.position().row() == row).toList();
        var states = decided.stream()
                .map(line -> line.position().state().wire())
                .distinct()
                .toList();
        var bought = decided.stream()
                .map(line -> line.position().publicPlan())
                .distinct()
                .toList();
        var applied = decided.stream()
                .map(line -> line.position().effectivePlan())
                .distinct()
                .toList();
        return "| %d | %s | %s | %s | %s | %d |%n"
                .formatted(
                        row,
                        RULES.get(row - 1),
                        code(states),
                        bought.size() > 1 ? "as bought" : code(bought.getFirst().wire()),
                        applied.equals(bought) && bought.size() > 1
                                ? "= publicPlanKey"
                                : code(applied.stream().map(PlanKey::wire).toList()),
                        decided.stream()
                                .mapToLong(BillingStates.Line::combinations)
                                .sum())
                .replace(System.lineSeparator(), "\n");
    }

    private String table() {
        var silent = silentDimensions();
        var shown = IntStream.range(0, BillingStates.DIMENSIONS.size())
                .filter(dimension -> !silent.contains(dimension))
                .boxed()
                .toList();
        var out = new StringBuilder();
        out.append("""

                ## Every combination of facts

                Each fact is taken at every value that can tell: 4 restrictions, 17 subscriptions (none, or each plan in each of
                Stripe's states), 3 ages of the oldest unpaid invoice, 4 times of a contract, card, grant, and whether there ever was
                a card or plan: 6,528 combinations. Each is in exactly one line; "any" is every value of
                that fact, "some" every value but "none".
                """);
        silent.forEach(dimension -> out.append("The fact *")
                .append(BillingStates.DIMENSIONS.get(dimension).name())
                .append("* never decides and has no column."));
        out.append("\nSubscriptions that are *not counted* are none at all, and those in `incomplete`,"
                + " `incomplete_expired`, `canceled` and `paused`.\n\n");
        out.append(shown.stream()
                .map(dimension -> BillingStates.DIMENSIONS.get(dimension).name())
                .collect(joining(
                        " | ", "| ", " | row | billingState | publicPlanKey | effectivePlanKey | combinations |\n")));
        out.append("|").append("---|".repeat(shown.size() + 5)).append("\n");
        lines.forEach(line -> out.append(row(line, shown)));
        return out.toString();
    }

    private List<Integer> silentDimensions() {
        var silent = new ArrayList<Integer>();
        for (var dimension = 0; dimension < BillingStates.DIMENSIONS.size(); dimension++) {
            var all = BillingStates.DIMENSIONS.get(dimension).values().size();
            var index = dimension;
            if (lines.stream().allMatch(line -> line.values().get(index).size() == all)) {
                silent.add(dimension);
            }
        }
        return silent;
    }

    private static String row(BillingStates.Line line, List<Integer> shown) {
        var position = line.position();
        return shown.stream()
                .map(dimension -> values(dimension, line.values().get(dimension)))
                .collect(joining(
                        " | ",
                        "| ",
                        " | %d | `%s` | `%s` | `%s` | %d |\n"
                                .formatted(
                                        position.row(),
                                        position.state().wire(),
                                        position.publicPlan().wire(),
                                        position.effectivePlan().wire(),
                                        line.combinations())));
    }

    private static String values(int dimension, List<String> values) {
        var all = BillingStates.DIMENSIONS.get(dimension).values();
        if (values.size() == all.size()) {
            return "any";
        }
        if (values.size() > all.size() / 2 && values.contains("none") && all.size() > 4) {
            return "not counted";
        }
        if (values.size() != all.size() - 1 || values.size() == 1) {
            return String.join(", ", values);
        }
        var missing = all.stream()
                .filter(value -> !values.contains(value))
                .findFirst()
                .orElseThrow();
        return missing.equals("none") ? "some" : "not " + missing;
    }

    private static String code(List<String> wires) {
        return wires.stream().map(BillingStatesDocumentTest::code).collect(joining(", "));
    }

    private static String code(String wire) {
        return "`" + wire + "`";
    }
}
