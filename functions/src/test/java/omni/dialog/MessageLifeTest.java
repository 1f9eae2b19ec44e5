package omni.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import omni.chat.ChatRuns.Work;
import omni.chat.PermissionMode;
import omni.fakes.Faults;
import omni.fakes.Faults.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message is billed once or not at all, and never for nothing, whatever happens at whichever step of its life: of its acceptance, its
 * runs, its wait, its decision and its end (contract 14.4).
 */
class MessageLifeTest {

    /** What may happen at a step. */
    enum Trouble {
        DIES_BEFORE(life -> new Event.Crash(false)),
        DIES_AFTER(life -> new Event.Crash(true)),
        ANSWER_LOST_BEFORE(life -> new Event.Lost(false)),
        ANSWER_LOST_AFTER(life -> new Event.Lost(true)),
        CONNECTION_DROPS(life -> new Event.Pause(false, () -> life.rig.sockets.close("c"))),
        IS_ASKED_AGAIN(life -> new Event.Pause(false, () -> repeat(life, "d"))),
        DROPS_AND_IS_ASKED_AGAIN(life -> new Event.Pause(true, () -> {
            life.rig.sockets.close("c");
            repeat(life, "d");
        })),
        RUN_IS_DELIVERED_AGAIN(life -> new Event.Pause(false, () -> again(life))),
        STANDS_STILL_FOR_MINUTES(life -> new Event.Pause(true, life::rest)),
        SILENCE_IS_LOOKED_FOR(life -> new Event.Pause(true, life.rig::expire));

        private final Function<ALife, Event> event;

        Trouble(Function<ALife, Event> event) {
            this.event = event;
        }

        private static void repeat(ALife life, String connection) {
            life.rig.send(connection, "m", PermissionMode.ASK);
        }

        private static void again(ALife life) {
            life.rig.process(new Faults()).work().on(ChatRig.key("m"));
        }
    }

    private static List<List<String>> cleanSteps(boolean silent) {
        var life = new ALife(1, story -> {});
        life.live(silent);
        return life.steps();
    }

    @Test
    void withoutTroubleItIsAnsweredAndBilledOnce() {
        var life = new ALife(1, story -> {});

        life.live(false);
        life.check();

        assertThat(life.rig.charged()).isEqualTo(1);
        assertThat(life.rig.sockets.said("c")).isEqualTo(ALife.WHOLE);
        // its acceptance, a run, a decision, a run
        assertThat(life.steps()).hasSize(4);
        assertThat(life.steps().stream().flatMap(List::stream).distinct())
                .contains("commit", "store.put", "push.send", "start.start", "runtime.next", "tool", "extend", "prove");
        life.repeat();
    }

    static Stream<Trouble> troubles() {
        return Stream.of(Trouble.values());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleAtAnyStepOfAnyProcess(Trouble trouble) {
        var failures = new ArrayList<String>();
        for (var silent : List.of(false, true)) {
            var clean = cleanSteps(silent);
            for (var process = 0; process < clean.size(); process++) {
                for (var step = 1; step <= clean.get(process).size(); step++) {
                    for (var seed = 1; seed <= 2; seed++) {
                        var where = "%s at step %d (%s) of process %d, silent %s, seed %d"
                                .formatted(trouble, step, clean.get(process).get(step - 1), process, silent, seed);
                        attack(trouble, process, step, silent, seed, where, failures);
                    }
                }
            }
        }
        assertThat(failures)
                .as(
                        "%d failures, first: %s",
                        failures.size(), failures.stream().findFirst().orElse(""))
                .isEmpty();
    }

    private static void attack(
            Trouble trouble, int process, int step, boolean silent, long seed, String where, List<String> failures) {
        var life = new ALife(seed, story -> {
            if (story.process() == process) {
                story.faults().at(step, trouble.event.apply(story.life()));
            }
        });
        lives(life, silent, where, failures);
    }

    private static void lives(ALife life, boolean silent, String where, List<String> failures) {
        try {
            life.live(silent);
            life.check();
            life.repeat();
        } catch (RuntimeException | Error e) {
            failures.add(where + ": " + e);
        }
    }

    /** Several things go wrong, in several processes; {@code -Domni.seed=} has one of them again. */
    @ParameterizedTest
    @ValueSource(longs = {20_260_516, 4711, 77})
    void manyTroublesAtOnce(long firstSeed) {
        var given = Long.getLong("omni.seed");
        var seeds = given == null ? 400 : 1;
        var failures = new ArrayList<String>();
        for (var turn = 0; turn < seeds; turn++) {
            var seed = given == null ? firstSeed + turn : given;
            var random = new Random(seed);
            var life = new ALife(seed, story -> {
                for (var count = random.nextInt(3); count > 0; count--) {
                    var trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
                    story.faults().at(1 + random.nextInt(25), trouble.event.apply(story.life()));
                }
            });
            lives(life, random.nextBoolean(), "seed " + seed, failures);
        }
        assertThat(failures)
                .as(
                        "%d of %d failed, first: %s",
                        failures.size(), seeds, failures.stream().findFirst().orElse(""))
                .isEmpty();
    }

    @Test
    void aRunThatIsNeverDeliveredIsGivenBack() {
        var life = new ALife(1, story -> {});
        life.send("c");
        assertThat(life.rig.invoked.removeFirst()).isEqualTo(new Work(ChatRig.key("m")));

        life.rest();
        life.check();

        assertThat(life.rig.charged()).isZero();
        assertThat(life.rig.sockets.got("c", "chat-complete").getFirst()).containsEntry("finishReason", "error");
        life.repeat();
    }
}
