package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omni.account.Account;
import omni.call.RetriedCall.Setting;
import omni.fakes.Faults;
import omni.fakes.Faults.Event.Crash;
import omni.fakes.Faults.Event.Lost;
import omni.fakes.InMemoryStore;
import omni.fakes.UsageStream.Delivery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store's answer is lost at any step and at any second one, before or after it took effect: nothing is charged twice, an
 * answered call is never given back, and who got 503 has paid nothing.
 */
class IdempotentLostAnswerTest {

    private static final String ORG = "org_Aa0Bb1Cc2Dd3";
    private static final int NONE = 0;

    /** No attempt that loses nothing has more steps, and none at all has more than the most: asserted below. */
    private static final int UNDISTURBED_STEPS = 5;

    private static final int MOST_STEPS = 10;

    static List<Setting> settings() {
        return Setting.all(List.of("PLAIN", "COMMIT_BEFORE"), List.of("OK", "NOT_FOUND"));
    }

    private static RetriedCall call(Setting setting, boolean keysMove) {
        var world = new InMemoryStore();
        var call = RetriedCall.on(world, ORG, setting);
        world.put(Account.open(ORG, false, 0, Instant.parse("2026-05-01T00:00:00Z")));
        return keysMove ? call.whileKeysMove(() -> world.moveKeys(ORG)) : call;
    }

    /** Two lost answers of one attempt. */
    private record Losses(int first, boolean firstEffect, int second, boolean secondEffect) {

        Faults faults() {
            var faults = new Faults().at(first, new Lost(firstEffect));
            return second == NONE ? faults : faults.at(second, new Lost(secondEffect));
        }

        /** Whether both happened to a call that has this many steps. */
        boolean within(Faults faults) {
            return faults.steps().size() >= Math.max(first, second);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anyTwoLostAnswersOfTheFirstAttemptLeaveOneChargeAndOneAnswer(Setting setting) {
        var stories = 0;
        for (var keysMove : List.of(false, true)) {
            for (var first = 1; first <= MOST_STEPS; first++) {
                for (var second = NONE; second <= MOST_STEPS; second = second == NONE ? first + 1 : second + 1) {
                    stories += both(setting, keysMove, first, second);
                }
            }
        }
        assertThat(stories).isGreaterThan(50);
    }

    private static int both(Setting setting, boolean keysMove, int first, int second) {
        var stories = 0;
        for (var effect : List.of(false, true)) {
            for (var secondEffect : second == NONE ? List.of(false) : List.of(false, true)) {
                var losses = new Losses(first, effect, second, secondEffect);
                var faults = losses.faults();
                RetriedCall.runNamed(setting + " keys move " + keysMove + " " + losses, () -> {
                    var call = call(setting, keysMove);
                    tell(call, faults);
                });
                assertThat(faults.steps()).hasSizeLessThanOrEqualTo(MOST_STEPS);
                stories += losses.within(faults) ? 1 : 0;
            }
        }
        return stories;
    }

    private static void tell(RetriedCall call, Faults faults) {
        var got = call.attempt(faults).orElseThrow();
        if (!faults.lost().contains("annul")) {
            call.check();
        }
        assertThat(got.ok() || got.status() >= 400).isTrue();
        call.later(Delivery.ALL);
        call.finish();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aLostAnswerOfATakeoverLeavesOneChargeAndOneAnswer(Setting setting) {
        var stories = 0;
        for (var crash = 1; crash <= UNDISTURBED_STEPS; crash++) {
            for (var lost = 1; lost <= MOST_STEPS; lost++) {
                for (var bits = 0; bits < 4; bits++) {
                    for (var delivery : Delivery.values()) {
                        var first = new Faults().at(crash, new Crash((bits & 1) > 0));
                        var second = new Faults().at(lost, new Lost((bits & 2) > 0));
                        RetriedCall.runNamed(
                                setting + " crash " + crash + " lost " + lost + " " + bits + " " + delivery, () -> {
                                    var call = call(setting, false);
                                    call.attempt(first);
                                    call.later(delivery);
                                    call.attempt(second);
                                    call.later(delivery);
                                    call.finish();
                                });
                        stories +=
                                first.steps().size() == crash && second.steps().size() >= lost ? 1 : 0;
                    }
                }
            }
        }
        assertThat(stories).isGreaterThan(50);
    }
}
