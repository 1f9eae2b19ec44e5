package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import omni.call.RetriedCall.Setting;
import omni.fakes.Faults;
import omni.fakes.Faults.Event.Crash;
import omni.fakes.InMemoryStore;
import omni.fakes.UsageStream.Delivery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at any step, before or after it took effect; so does the retry; the stream is read in part or not at all
 * meanwhile. In the end there is one charge and one answer.
 */
class IdempotentCrashTest {

    private static final String ORG = "org_Aa0Bb1Cc2Dd3";

    static List<Setting> settings() {
        var settings = new ArrayList<>(Setting.all(List.of("PLAIN", "COMMIT_BEFORE"), List.of("OK", "NOT_FOUND")));
        settings.add(new Setting("AI_QUOTA", "OK", false, true, false));
        settings.add(new Setting("AI_QUOTA", "OK", true, true, false));
        return settings;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCrashAnywhereAndAnotherInTheRetryLeaveOneChargeAndOneAnswer(Setting setting) {
        var stories = 0;
        for (var keysMove : List.of(false, true)) {
            for (var first = 1; died(setting, keysMove, first); first++) {
                stories += afterTheFirst(setting, keysMove, first);
            }
        }
        assertThat(stories).isGreaterThan(1_000);
    }

    private static boolean died(Setting setting, boolean keysMove, int step) {
        return call(setting, keysMove)
                .attempt(new Faults().at(step, new Crash(false)))
                .isEmpty();
    }

    private static RetriedCall call(Setting setting, boolean keysMove) {
        var world = new InMemoryStore();
        var call = RetriedCall.on(world, ORG, setting);
        world.put(omni.account.Account.open(ORG, false, 0, java.time.Instant.parse("2026-05-01T00:00:00Z")));
        return keysMove ? call.whileKeysMove(() -> world.moveKeys(ORG)) : call;
    }

    private static int afterTheFirst(Setting setting, boolean keysMove, int first) {
        var stories = 0;
        for (var effect : List.of(false, true)) {
            for (var delivery : Delivery.values()) {
                var whole = new Story(first, effect, delivery, 0, false, Delivery.NOTHING);
                runNamed(setting, keysMove, whole);
                stories++;
                for (var second = 1; retryDies(setting, keysMove, whole, second); second++) {
                    for (var secondEffect : List.of(false, true)) {
                        for (var secondDelivery : Delivery.values()) {
                            runNamed(
                                    setting,
                                    keysMove,
                                    new Story(first, effect, delivery, second, secondEffect, secondDelivery));
                            stories++;
                        }
                    }
                }
            }
        }
        return stories;
    }

    private static boolean retryDies(Setting setting, boolean keysMove, Story whole, int second) {
        var call = call(setting, keysMove);
        whole.begin(call);
        return call.attempt(new Faults().at(second, new Crash(false))).isEmpty();
    }

    private static void runNamed(Setting setting, boolean keysMove, Story story) {
        RetriedCall.runNamed(
                setting + " keys move " + keysMove + " " + story, () -> story.tell(call(setting, keysMove)));
    }

    /** @param second the step at which the retry dies; 0 when it does not */
    private record Story(
            int first, boolean effect, Delivery delivery, int second, boolean secondEffect, Delivery secondDelivery) {

        void begin(RetriedCall call) {
            assertThat(call.attempt(new Faults().at(first, new Crash(effect)))).isEmpty();
            call.later(delivery);
        }

        void tell(RetriedCall call) {
            begin(call);
            if (second > 0) {
                call.attempt(new Faults().at(second, new Crash(secondEffect)));
                call.later(secondDelivery);
            }
            call.finish();
        }
    }
}
