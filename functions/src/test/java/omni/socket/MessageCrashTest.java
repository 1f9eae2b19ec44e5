package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import omni.chat.ChatMessage;
import omni.fakes.Faults;
import omni.fakes.Faults.Event;
import omni.fakes.UsageStream.Delivery;
import omni.json.Json;
import omni.ledger.UsageRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message whose process dies, or loses an answer, at any step of its reception. Whoever is not answered is not charged, whoever is, is
 * charged once; a client that sends the same id again gets its answer.
 */
class MessageCrashTest {

    private static final int SEEDS = 200;

    /** A clock has digits that the store has not. */
    private static final Duration FINE = Duration.ofNanos(123_456);

    private static SocketRig fresh() {
        var rig = new SocketRig();
        rig.rig.clock.advance(FINE);
        return rig.connect("A").connect("B");
    }

    private static boolean isBegun(SocketRig rig) {
        return !rig.runs.isEmpty() && rig.message("m-1").state() instanceof ChatMessage.Ready;
    }

    private static void checkBooks(SocketRig rig, int charged) {
        assertThat(rig.charges()).hasSize(charged);
        assertThat(rig.rows()).noneMatch(UsageRow::isUnproven);
        assertThat(rig.account().grant().unitsUsed()).isEqualTo(charged);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCrashAtAnyStepLeavesNoChargeForAMessageThatNobodyAnswers(boolean after) {
        for (var step = 1; ; step++) {
            var rig = fresh();
            var faults = new Faults().at(step, new Event.Crash(after));
            if (rig.attempt(faults, "A", SocketRig.chat("m-1"))) {
                assertThat(step).isGreaterThan(8);
                return;
            }
            rig.rest();
            checkBooks(rig, 0);
        }
    }

    /** A run that was started answers; else the client asks again, at once or when the claim is dead. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 11, 70, 200})
    void whoeverSendsTheIdAgainAfterACrashIsAnsweredAndChargedOnce(int seconds) {
        for (var after : List.of(false, true)) {
            for (var step = 1; ; step++) {
                var rig = fresh();
                var faults = new Faults().at(step, new Event.Crash(after));
                var isReceived = rig.attempt(faults, "A", SocketRig.chat("m-1"));
                rig.stream.deliver(Delivery.ALL);
                rig.rig.clock.advance(Duration.ofSeconds(seconds));
                rig.send("B", SocketRig.chat("m-1"));
                rig.rig.clock.advance(Duration.ofSeconds(11));
                rig.send("B", SocketRig.chat("m-1"));
                if (isBegun(rig)) {
                    rig.answer("m-1");
                }
                rig.rest();
                assertThat(rig.types("B")).as("step %d", step).contains("chat-accepted");
                checkBooks(rig, isBegun(rig) || rig.message("m-1").state() instanceof ChatMessage.Answered ? 1 : 0);
                if (isReceived) {
                    break;
                }
            }
        }
    }

    /** The store's answer is lost, whether its effect took place or not. */
    @Test
    void anAnswerLostAtAnyTwoStepsLeavesOneChargeForWhatIsAnsweredAndNoneElse() {
        for (var afters = 0; afters < 4; afters++) {
            for (var first = 1; first < 12; first++) {
                for (var second = first; second < 13; second++) {
                    var rig = fresh();
                    var faults = new Faults()
                            .at(first, new Event.Lost((afters & 1) > 0))
                            .at(second, new Event.Lost((afters & 2) > 0));
                    rig.send(faults, "A", Json.text(SocketRig.chat("m-1")));
                    var isBegun = !rig.runs.isEmpty()
                            && rig.messages.due(rig.rig.clock.instant()).isEmpty()
                            && isBegun(rig);
                    if (isBegun) {
                        rig.answer("m-1");
                    }
                    rig.rest();
                    checkBooks(rig, isBegun ? 1 : 0);
                    assertThat(rig.windowLeft()).isGreaterThanOrEqualTo(29);
                }
            }
        }
    }

    /** As the SDK does where the first answer does not come: the second finds the condition of the first. */
    @Test
    void aMessageEachOfWhoseWritesIsMadeTwiceIsTakenInOnce() {
        var rig = fresh();
        rig.writesTwice = true;
        rig.send("A", SocketRig.chat("m-1"));
        assertThat(rig.types("A")).containsExactly("chat-accepted");
        rig.send("B", SocketRig.chat("m-1"));
        assertThat(rig.runs).hasSize(1);
        assertThat(rig.message("m-1").connectionId()).isEqualTo("B");
        assertThat(rig.windowLeft()).isEqualTo(29);
        rig.writesTwice = false;
        rig.answer("m-1");
        rig.rest();
        checkBooks(rig, 1);
    }

    /** Messages over two connections, whose processes die and whose answers are lost, in any order; each id is asked for again. */
    @Test
    void manyMessagesThatDieInAnyOrderAddUp() {
        var seeds = new Random();
        for (var round = 0; round < SEEDS; round++) {
            var seed = seeds.nextLong();
            try {
                play(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void play(Random random) {
        var rig = fresh();
        var answered = new ArrayList<String>();
        for (var number = 0; number < 15; number++) {
            var id = "m-" + random.nextInt(5);
            var faults = new Faults();
            switch (random.nextInt(4)) {
                case 0 -> faults.at(1 + random.nextInt(11), new Event.Crash(random.nextBoolean()));
                case 1 -> faults.at(1 + random.nextInt(11), new Event.Lost(random.nextBoolean()));
                case 2 ->
                    faults.at(
                            1 + random.nextInt(11),
                            new Event.Pause(random.nextBoolean(), () -> rig.send("B", SocketRig.chat(id))));
                default -> {}
            }
            rig.attempt(faults, random.nextBoolean() ? "A" : "B", SocketRig.chat(id));
            rig.stream.deliver(List.of(Delivery.values()).get(random.nextInt(3)));
            rig.rig.clock.advance(Duration.ofSeconds(random.nextInt(40)));
            var there = rig.messages.at(new ChatMessage.Key(SocketRig.ANN, SocketRig.SESSION, id));
            if (there != null
                    && there.state() instanceof ChatMessage.Ready(var _, var until)
                    && rig.rig.clock.instant().isBefore(until)
                    && random.nextBoolean()) {
                rig.answer(id);
                answered.add(there.usageId());
            }
        }
        rig.rest();
        assertThat(rig.charges()).allMatch(row -> answered.contains(row.call().usageId()));
        checkBooks(rig, rig.charges().size());
        assertThat(rig.charges()).extracting(row -> row.call().usageId()).doesNotHaveDuplicates();
    }
}
