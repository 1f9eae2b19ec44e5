package omni.dialog;

import static omni.dialog.ScriptedRuntime.call;
import static omni.dialog.ScriptedRuntime.plan;
import static omni.dialog.ScriptedRuntime.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatStep;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import omni.fakes.Faults;
import omni.socket.ClientFrame.Decision;
import omni.socket.ServerFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits for a person: what is asked when, what an answer does, and what silence does (contract 14.2, 14.3). */
class PersonAskedTest {

    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final ChatRig rig = new ChatRig();

    private Object ended() {
        return String.valueOf(rig.sockets.got("c", "chat-complete").getFirst().get("finishReason"));
    }

    private void isRefused(List<ServerFrame> answer) {
        assertThat(answer).singleElement().isInstanceOfSatisfying(ServerFrame.Error.class, error -> {
            assertThat(error.event()).isEqualTo("invalid_message");
            assertThat(error.code()).isEqualTo("validation_error");
            assertThat(error.replyTo()).isEqualTo("r");
        });
    }

    @ParameterizedTest(name = "{0}: {1} is asked {2} times for permission, {3} times for a plan")
    @CsvSource(delimiter = '|', textBlock = """
        SAFE      | find           | 0 | 0
        SAFE      | find find      | 1 | 0
        SAFE      | plan find read | 0 | 1
        SAFE      | plan read find stock.get | 1 | 1
        ASK       | find           | 1 | 0
        ASK       | find find      | 2 | 0
        ASK       | plan find read | 0 | 1
        ASK       | plan find read stock.get | 1 | 1
        ALLOW_ALL | find find read | 0 | 0
        ALLOW_ALL | plan find read | 0 | 0
        """)
    void whatIsAskedFollowsFromTheMode(PermissionMode mode, String steps, int permissions, int plans) {
        var script = new ArrayList<omni.chat.RuntimeStep>();
        for (var word : steps.split(" ", -1)) {
            script.add(word.equals("plan") ? plan("find", "read") : call(word));
        }
        rig.runtime.does(script.toArray(omni.chat.RuntimeStep[]::new));

        rig.ask("c", "m", mode);
        for (var asked = 0; asked < permissions + plans; asked++) {
            assertThat(rig.message("m").state()).isInstanceOf(Waiting.class);
            approve();
            rig.deliver();
        }

        assertThat(rig.message("m").state()).isEqualTo(new Answered(FinishReason.STOP));
        assertThat(rig.sockets.got("c", "permission-request")).hasSize(permissions);
        assertThat(rig.sockets.got("c", "plan-approval-request")).hasSize(plans);
        assertThat(rig.charged()).isEqualTo(1);
    }

    private void approve() {
        var asked = rig.asked("c");
        Decision decision = asked.startsWith("pln") ? Answers.plan(asked, true) : Answers.permission(asked, true);
        assertThat(rig.decide(ChatRig.ANN, "c", decision)).isEmpty();
    }

    @Test
    void aQuestionIsStoredWithItsTimeAndHoldsNoRun() {
        rig.runtime.does(say("First "), call("find"), say("then."));
        rig.ask("c", "m", PermissionMode.ASK);

        assertThat(rig.sockets.types("c")).containsExactly("chat-accepted", "chat-delta", "permission-request");
        assertThat(rig.sockets.got("c", "permission-request").getFirst())
                .containsEntry("toolName", "find")
                .containsEntry("summary", "Looks Apple up")
                .containsEntry("expiresAt", omni.json.Timestamps.text(ChatRig.START.plus(SILENCE)));
        assertThat(rig.invoked).isEmpty();
        assertThat(rig.message("m").frames()).hasSize(3);

        approve();
        assertThat(rig.sockets.types("c")).endsWith("ack");
        rig.deliver();

        assertThat(rig.sockets.types("c"))
                .containsExactly(
                        "chat-accepted",
                        "chat-delta",
                        "permission-request",
                        "ack",
                        "tool-call",
                        "tool-result",
                        "chat-delta",
                        "usage",
                        "chat-complete");
        assertThat(rig.sockets.said("c")).isEqualTo("First then.");
        assertThat(rig.sockets.got("c", "chat-delta"))
                .extracting(frame -> frame.get("seq"))
                .containsExactly(0L, 1L);
    }

    @Test
    void aRefusedToolIsNotCalledAndTheMessageIsCompleted() {
        rig.runtime.does(call("find"), say("Without it."));
        rig.toolsDo((name, deadline) -> {
            throw new AssertionError("it was refused");
        });
        rig.ask("c", "m", PermissionMode.ASK);

        rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), false));
        rig.deliver();

        assertThat(rig.sockets.types("c")).doesNotContain("tool-call");
        assertThat(rig.message("m").steps()).first().isInstanceOf(ChatStep.PermissionRefused.class);
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void aPlansCommentReachesTheRuntime() {
        rig.runtime.does(plan("find", "read"), say("As you like."));
        rig.ask("c", "m", PermissionMode.SAFE);

        rig.decide(ChatRig.ANN, "c", Answers.plan(rig.asked("c"), false));
        rig.deliver();

        assertThat(rig.runtime.turns.getLast().steps())
                .first()
                .isInstanceOfSatisfying(ChatStep.PlanDecided.class, decided -> {
                    assertThat(decided.isApproved()).isFalse();
                    assertThat(decided.comment()).isEqualTo("Well.");
                });
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void afterARefusedPlanEvenOneToolIsAskedFor() {
        rig.runtime.does(plan("find", "read"), call("find"));
        rig.ask("c", "m", PermissionMode.SAFE);
        rig.decide(ChatRig.ANN, "c", Answers.plan(rig.asked("c"), false));
        rig.deliver();

        assertThat(rig.sockets.types("c")).endsWith("permission-request");
    }

    @Test
    void silenceRejectsAndTheMessageIsCompletedAndCharged() {
        rig.runtime.does(call("find"), say("Nobody spoke."));
        rig.ask("c", "m", PermissionMode.ASK);

        rig.clock.advance(SILENCE.minusMillis(1));
        assertThat(rig.expire()).isZero();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(rig.enforceDeadline()).isZero();
        assertThat(rig.expire()).isEqualTo(1);
        rig.deliver();

        assertThat(rig.sockets.said("c")).isEqualTo("Nobody spoke.");
        assertThat(ended()).isEqualTo("stop");
        rig.clock.advance(Duration.ofMinutes(30));
        rig.stream.deliver(omni.fakes.UsageStream.Delivery.ALL);
        assertThat(rig.enforceDeadline()).isZero();
        assertThat(rig.charged()).isEqualTo(1);
        assertThat(rig.expire()).isZero();
    }

    @Test
    void aWaitOfFiveMinutesIsNotGivenBackMeanwhile() {
        rig.runtime.does(call("find"), say("At last."));
        rig.ask("c", "m", PermissionMode.ASK);
        rig.stream.deliver(omni.fakes.UsageStream.Delivery.ALL);
        for (var minute = 0; minute < 4; minute++) {
            rig.clock.advance(Duration.ofMinutes(1));
            rig.enforceDeadline();
        }

        approve();
        rig.deliver();

        assertThat(ended()).isEqualTo("stop");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aQuestionIsDecidedOnceByItsPersonInTime() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        var asked = rig.asked("c");

        isRefused(rig.decide(ChatRig.BOB, "b", Answers.permission(asked, true)));
        isRefused(rig.decide(ChatRig.ANN, "c", Answers.permission("prm_none", true)));
        isRefused(rig.decide(ChatRig.ANN, "c", Answers.plan(asked, true)));
        approve();
        isRefused(rig.decide(ChatRig.ANN, "c", Answers.permission(asked, false)));
        rig.deliver();
        isRefused(rig.decide(ChatRig.ANN, "c", Answers.permission(asked, false)));

        assertThat(rig.sockets.types("c")).contains("tool-call");
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void anAnswerThatComesTooLateIsNone() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        rig.clock.advance(SILENCE);

        isRefused(rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true)));
        rig.expire();
        rig.deliver();

        assertThat(rig.sockets.types("c")).doesNotContain("tool-call");
    }

    @Test
    void ofManyWhoDecideAtOnceOneIsFirst() throws Exception {
        for (var round = 0; round < 10; round++) {
            var id = "m" + round;
            rig.clock.advance(Duration.ofMinutes(1));
            rig.runtime.does(call("find"), say("Done."));
            rig.ask("c", id, PermissionMode.ASK);
            assertThat(rig.message(id).state()).isInstanceOf(Waiting.class);
            var asked = rig.asked("c");
            List<Callable<List<ServerFrame>>> all = new ArrayList<>();
            for (var connection = 0; connection < 6; connection++) {
                var name = "d" + connection;
                var approves = connection % 2 == 0;
                all.add(() -> rig.decide(ChatRig.ANN, name, Answers.permission(asked, approves)));
            }
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var refused = 0;
                for (var answer : executor.invokeAll(all)) {
                    refused += answer.get().size();
                }
                assertThat(refused).isEqualTo(5);
            }
            assertThat(rig.invoked).hasSize(1);
            rig.deliver();
            assertThat(rig.message(id).state()).isEqualTo(new Answered(FinishReason.STOP));
        }
        assertThat(rig.charged()).isEqualTo(10);
    }

    @Test
    void anAnswerAndSilenceDoNotBothCount() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        var asked = rig.asked("c");
        rig.clock.advance(SILENCE.minusMillis(1));
        var faults = new Faults();
        // the answer stands still before it is written, and silence is first
        faults.at(3, new Faults.Event.Pause(false, () -> {
            rig.clock.advance(Duration.ofMillis(1));
            assertThat(new OverdueMessages(rig.process(new Faults()).waiting(), rig.clock).settle())
                    .isEqualTo(1);
        }));

        isRefused(rig.decide(faults, ChatRig.ANN, "c", Answers.permission(asked, true)));
        rig.deliver();

        assertThat(faults.steps()).startsWith("store.asking", "extend", "store.put");
        assertThat(rig.sockets.types("c")).doesNotContain("tool-call");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aDecisionWhoseRunIsNotStartedGivesTheUnitBack() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        var steps = new Faults().at(5, new Faults.Event.Lost(false));

        assertThat(rig.decide(steps, ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true)))
                .isEmpty();

        assertThat(steps.lost()).containsExactly("start.start");
        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(ended()).isEqualTo("error");
        assertThat(rig.charged()).isZero();
        assertThat(rig.counter()).isZero();
    }

    /** As the SDK does where the first answer does not come: the second finds the version of the first. */
    @Test
    void aDecisionWhoseWriteIsMadeTwiceCounts() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        rig.writesTwice = true;

        assertThat(rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true)))
                .isEmpty();
        rig.deliver();

        assertThat(rig.sockets.types("c")).contains("ack", "tool-call");
        assertThat(ended()).isEqualTo("stop");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void whatNobodyTakesUpIsGivenBackAndSaid() {
        rig.runtime.does(say("One."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.invoked.clear();
        rig.clock.advance(Duration.ofSeconds(60));
        assertThat(rig.expire()).isZero();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(rig.expire()).isEqualTo(1);

        assertThat(ended()).isEqualTo("error");
        assertThat(rig.charged()).isZero();
    }

    @Test
    void aPersonWhoIsGoneFindsTheQuestionAgain() {
        rig.runtime.does(call("find"), say("Done."));
        rig.ask("c", "m", PermissionMode.ASK);
        rig.sockets.close("c");

        rig.send("d", "m", PermissionMode.ASK);
        rig.decide(ChatRig.ANN, "d", Answers.permission(rig.asked("d"), true));
        rig.deliver();

        assertThat(rig.sockets.types("d"))
                .containsExactly(
                        "chat-accepted",
                        "permission-request",
                        "ack",
                        "tool-call",
                        "tool-result",
                        "chat-delta",
                        "usage",
                        "chat-complete");
        assertThat(rig.charged()).isEqualTo(1);
    }
}
