package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.account.Windows;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.fakes.ACall;
import omni.fakes.AnAccount;
import omni.fakes.Bundled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first failing step of contract 4 answers: for each pair of failing steps, the earlier one. */
class AdmissionOrderTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:20Z");
    private static final MeterClass QUERY = Bundled.meterClass("intelligence_query");

    /** The steps in the contract's order, each with what it says when it alone fails. */
    enum Step {
        KEY("key"),
        RATE("rate"),
        STATE("restricted"),
        EXCLUSION("plan_excludes_meter_class"),
        HARD_CAP("hard_cap"),
        APPROVAL("approval"),
        AI_QUOTA("ai_quota");

        private final String says;

        Step(String says) {
            this.says = says;
        }
    }

    private static String decide(List<Step> failing) {
        var contract = new omni.billing.Contract(NOW.minusSeconds(1), null, omni.billing.Discount.NONE, 5L);
        var account = AnAccount.at(NOW).grantLeft(0).contract(contract);
        var meterClass = failing.contains(Step.EXCLUSION)
                ? ACall.excluding(QUERY, PlanKey.COMMERCIAL, PlanKey.SANDBOX_GRANT)
                : QUERY;
        for (var step : failing) {
            switch (step) {
                case KEY, EXCLUSION -> {}
                case RATE ->
                    account.windows(new Windows(Windows.minuteOf(NOW), Map.of(QUERY.number(), 300L), Map.of()));
                case STATE -> account.withRestriction();
                case HARD_CAP -> account.spendCapCents(7);
                case APPROVAL -> account.thresholdCents(7);
                case AI_QUOTA -> account.aiUsed(5);
            }
        }
        var call = ACall.of(meterClass, failing.contains(Step.KEY) ? NOW : null, null);
        return AdmissionTest.say(new Admission(Bundled.terms()).decide(account.build(), call, NOW));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Step.values())
                .flatMap(first -> Stream.of(Step.values())
                        .filter(second -> second.compareTo(first) >= 0)
                        .map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest(name = "{0} and {1} fail: {0} answers")
    @MethodSource("pairs")
    void theEarlierOfTwoFailingStepsAnswers(Step first, Step second) {
        assertThat(decide(List.of(first, second))).isEqualTo(first.says);
        assertThat(decide(List.of(second, first))).isEqualTo(first.says);
    }

    @Test
    void whereNoStepFailsTheCallIsServed() {
        assertThat(decide(List.of())).isEqualTo("paid 80000 ai");
    }

    @Test
    void whereAllStepsFailTheFirstAnswers() {
        assertThat(decide(List.of(Step.values()))).isEqualTo("key");
    }
}
