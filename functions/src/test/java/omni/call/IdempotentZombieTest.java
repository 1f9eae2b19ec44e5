package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import omni.call.RetriedCall.Setting;
import omni.fakes.Faults;
import omni.fakes.Faults.Event.Pause;
import omni.fakes.InMemoryStore;
import omni.fakes.UsageStream.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first attempt stands still at any step, is taken over by one that runs to its end, and comes back to life. */
class IdempotentZombieTest {

    private static final String ORG = "org_Aa0Bb1Cc2Dd3";
    private static final List<String> HELD = List.of("complete", "release", "annul");

    static List<Setting> settings() {
        return Setting.all(List.of("PLAIN", "COMMIT_BEFORE"), List.of("OK")).stream()
                .filter(setting -> !setting.monthEnds())
                .toList();
    }

    /** How the second attempt ends. */
    private enum Takeover {
        SUCCEEDS,
        SUCCEEDS_BEFORE_THE_CAP_IS_LOWERED,
        IS_NOT_FOUND,
        FAILS,
        IS_REFUSED,
        IS_REFUSED_AT_ITS_COMMIT,
        IS_REFUSED_UNTIL_THE_CAP_IS_LIFTED
    }

    /** @param silent no commit of the first attempt is answered any more once it is back */
    private record Story(
            int step, boolean after, Takeover takeover, SoldWork.End firstEnd, Delivery delivery, boolean silent) {

        ReceivedAnswer tell(RetriedCall call, Faults faults) {
            faults.at(step, new Pause(after, () -> meanwhile(call, faults)));
            return call.attempt(firstEnd, faults).orElseThrow();
        }

        private void meanwhile(RetriedCall call, Faults faults) {
            call.later(delivery);
            if (takeover == Takeover.IS_REFUSED || takeover == Takeover.IS_REFUSED_UNTIL_THE_CAP_IS_LIFTED) {
                call.cap(true);
            }
            if (takeover == Takeover.IS_REFUSED_AT_ITS_COMMIT) {
                call.service().work().during(() -> call.cap(true));
            }
            call.attempt(secondEnd(), new Faults());
            call.service().work().during(() -> {});
            switch (takeover) {
                case SUCCEEDS_BEFORE_THE_CAP_IS_LOWERED -> {
                    call.service().call(SentRequest.to(SoldRoute.PLAIN), SoldWork.End.OK);
                    call.cap(true);
                }
                case IS_REFUSED_UNTIL_THE_CAP_IS_LIFTED -> call.cap(false);
                case SUCCEEDS, IS_NOT_FOUND, FAILS, IS_REFUSED, IS_REFUSED_AT_ITS_COMMIT -> {}
            }
            if (silent) {
                faults.silenceMeter();
            }
        }

        private SoldWork.End secondEnd() {
            return switch (takeover) {
                case IS_NOT_FOUND -> SoldWork.End.NOT_FOUND;
                case FAILS -> SoldWork.End.THROWS;
                case SUCCEEDS,
                        SUCCEEDS_BEFORE_THE_CAP_IS_LOWERED,
                        IS_REFUSED,
                        IS_REFUSED_AT_ITS_COMMIT,
                        IS_REFUSED_UNTIL_THE_CAP_IS_LIFTED -> SoldWork.End.OK;
            };
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whoComesBackToLifeChargesNothingAndTakesNothingBack(Setting setting) {
        var stories = 0;
        for (var story : stories()) {
            var faults = new Faults();
            RetriedCall.runNamed(setting + " " + story, () -> run(setting, story, faults));
            stories += faults.steps().size() >= story.step ? 1 : 0;
        }
        assertThat(stories).isGreaterThan(200);
    }

    private static List<Story> stories() {
        var stories = new ArrayList<Story>();
        for (var step = 1; step <= 5; step++) {
            for (var takeover : Takeover.values()) {
                for (var firstEnd : List.of(SoldWork.End.OK, SoldWork.End.NOT_FOUND, SoldWork.End.THROWS)) {
                    for (var delivery : Delivery.values()) {
                        for (var bits = 0; bits < 4; bits++) {
                            stories.add(new Story(step, (bits & 1) > 0, takeover, firstEnd, delivery, (bits & 2) > 0));
                        }
                    }
                }
            }
        }
        return stories;
    }

    private static void run(Setting setting, Story story, Faults faults) {
        var call = RetriedCall.on(new InMemoryStore(), ORG, setting);
        var first = story.tell(call, faults);
        call.check();
        if (faults.steps().size() >= story.step && heldWhenItStopped(story, faults)) {
            lost(call, first, call.answers().getFirst());
        }
        call.cap(false);
        call.later(Delivery.ALL);
        call.finish();
    }

    /** Whether the claim had taken effect, and nothing yet that ends it. */
    private static boolean heldWhenItStopped(Story story, Faults faults) {
        var effective = faults.steps().subList(0, story.after ? story.step : story.step - 1);
        return effective.contains("claim") && HELD.stream().noneMatch(effective::contains);
    }

    private static void lost(RetriedCall call, ReceivedAnswer first, ReceivedAnswer takeover) {
        assertThat(first.ok()).isFalse();
        if (takeover.ok()) {
            assertThat(first.code()).isEqualTo("idempotency_in_flight");
            assertThat(call.marks()).isEmpty();
        } else {
            assertThat(call.marks())
                    .allSatisfy(mark -> assertThat(mark.status()).isEqualTo(takeover.status()));
        }
    }

    @Test
    void theOneThatLostItsFenceWritesNoVoidAndNoAnswer() {
        var call = RetriedCall.on(new InMemoryStore(), ORG, new Setting("PLAIN", "OK", true, false, false));
        var faults = new Faults();
        var story = new Story(4, true, Takeover.SUCCEEDS, SoldWork.End.OK, Delivery.ALL, false);

        var first = story.tell(call, faults);

        assertThat(faults.steps()).containsExactly("read", "claim", "work", "commit", "complete");
        assertThat(first.code()).isEqualTo("idempotency_in_flight");
        assertThat(Objects.requireNonNull(first.header("Retry-After"))).isEqualTo("1");
        assertThat(call.marks()).isEmpty();
        call.check();
    }
}
