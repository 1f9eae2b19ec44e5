package omni.dialog;

import static omni.dialog.ScriptedRuntime.call;
import static omni.dialog.ScriptedRuntime.cite;
import static omni.dialog.ScriptedRuntime.finish;
import static omni.dialog.ScriptedRuntime.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatTool;
import omni.chat.ChatTools.ToolResult;
import omni.chat.ChatTurn;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import omni.chat.RuntimeStep;
import omni.fakes.Faults;
import org.junit.jupiter.api.Test;

/** What becomes of a message once it is charged: frames in order, bounds, and the end that keeps its unit or gives it back (contract 14). */
class MessageWorkTest {

    private static final int FRAME = 32 * 1024;

    private final ChatRig rig = new ChatRig();

    private void ask() {
        rig.ask("c", "m", PermissionMode.SAFE);
    }

    private Object ended() {
        return rig.sockets.got("c", "chat-complete").getFirst().getOrDefault("finishReason", "");
    }

    @Test
    void framesComeInTheOrderOfTheSteps() {
        rig.runtime.does(say("I look. "), call("find"), say("It is Apple."), cite("0000320193-25-000079"));

        ask();

        assertThat(rig.sockets.types("c"))
                .containsExactly(
                        "chat-accepted",
                        "chat-delta",
                        "tool-call",
                        "tool-result",
                        "chat-delta",
                        "citation",
                        "usage",
                        "chat-complete");
        assertThat(rig.sockets.got("c", "chat-delta"))
                .extracting(frame -> frame.get("seq"))
                .containsExactly(0L, 1L);
        assertThat(rig.sockets.got("c", "chat-complete").getFirst())
                .containsEntry("replyTo", "m")
                .containsEntry("finishReason", "stop");
        assertThat(rig.message("m").state()).isEqualTo(new Answered(FinishReason.STOP));
        assertThat(rig.message("m").frames()).hasSize(8);
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void usageTellsWhereTheOrganizationStandsAfterTheMessage() {
        rig.runtime.does(say("Hello."));

        ask();

        assertThat(rig.sockets.got("c", "usage").getFirst())
                .containsEntry("meterClass", rig.meterClass().key())
                .containsEntry("planKey", "sandbox_grant")
                .containsEntry("estimatedCost", "$0.0800")
                .containsEntry("billingState", "sandbox_grant")
                .containsEntry("freeGrantRemaining", 249L)
                .containsEntry("tokenCount", 6L)
                .containsEntry("requestId", rig.message("m").requestId());
    }

    @Test
    void theSessionRemembersTheTurn() {
        rig.runtime.does(say("Hello, "), say("Ann."));
        ask();

        assertThat(rig.messages.turns(ChatRig.ANN, ChatRig.SESSION))
                .containsExactly(new ChatTurn("What of Apple?", "Hello, Ann."));

        rig.ask("c", "m2", PermissionMode.SAFE);
        assertThat(rig.runtime.turns.getLast().earlier()).hasSize(1);
    }

    @Test
    void anErrorGivesTheUnitBack() {
        rig.runtime.does(say("Well"), finish(FinishReason.ERROR));

        ask();

        assertThat(ended()).isEqualTo("error");
        assertThat(rig.sockets.types("c")).doesNotContain("usage");
        assertThat(rig.charged()).isZero();
        assertThat(rig.counter()).isZero();
    }

    @Test
    void aRuntimeThatFailsIsAnError() {
        rig.runtime.before(() -> {
            throw new IllegalStateException("no model");
        });

        ask();

        assertThat(ended()).isEqualTo("error");
        assertThat(rig.charged()).isZero();
        assertThat(rig.log.faults()).hasSize(1);
    }

    @Test
    void theEighthToolIsTheLast() {
        rig.runtime.does(Stream.generate(() -> call("find")).limit(9).toArray(RuntimeStep[]::new));

        rig.ask("c", "m", PermissionMode.ALLOW_ALL);

        assertThat(rig.sockets.got("c", "tool-call")).hasSize(8);
        assertThat(ended()).isEqualTo("length");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void workEndsAfter25SecondsOverAllRuns() {
        rig.runtime.does(call("find"), say("One."), say("Two."));
        rig.runtime.before(() -> rig.clock.advance(Duration.ofSeconds(10)));
        rig.ask("c", "m", PermissionMode.ASK);
        assertThat(rig.message("m").workedMillis()).isEqualTo(10_000);
        rig.clock.advance(Duration.ofSeconds(200));

        rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true));
        rig.deliver();

        assertThat(rig.sockets.said("c")).isEqualTo("One.Two.");
        assertThat(ended()).isEqualTo("length");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aRuntimeThatHangsEndsTheMessageInTime() {
        rig.runtime.before(() -> rig.clock.advance(Duration.ofMillis(24_950)));
        rig.runtime.does(say("One."), say("Two."));
        rig.runtime.hangsAt(1);

        ask();

        assertThat(rig.sockets.said("c")).isEqualTo("One.");
        assertThat(ended()).isEqualTo("length");
    }

    @Test
    void aToolThatHangsIsAnErrorOfIt() {
        rig.runtime.does(call("find"));
        rig.runtime.before(() -> rig.clock.set(ChatRig.START.plusMillis(24_950)));
        rig.toolsDo((name, deadline) -> Hang.forever());

        ask();

        assertThat(rig.sockets.got("c", "tool-result").getFirst().get("error"))
                .asString()
                .contains("mcp_tool_timeout");
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void aToolThatFailsIsOneThatAnswersAnError() {
        rig.runtime.does(call("find"), say("I can't say."));
        rig.toolsDo((name, deadline) -> {
            throw new IllegalStateException("broken");
        });

        ask();

        assertThat(rig.sockets.got("c", "tool-result").getFirst())
                .containsEntry("ok", false)
                .doesNotContainKey("result")
                .containsKey("error");
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void toolsOfADisconnectedSourceAreNotCalled() {
        rig.disconnected.add("upstream");
        rig.runtime.does(call("stock.get"), call("nothing"), say("So."));
        rig.toolsDo((name, deadline) -> {
            throw new AssertionError("nobody calls " + name);
        });

        ask();

        assertThat(rig.runtime.turns.getFirst().tools())
                .extracting(ChatTool::name)
                .containsExactly("find", "read");
        assertThat(rig.runtime.turns.getFirst().disconnected())
                .extracting(ChatTool::name)
                .containsExactly("stock.get");
        assertThat(rig.sockets.got("c", "tool-result"))
                .hasSize(2)
                .allSatisfy(frame -> assertThat(frame).containsEntry("ok", false));
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void everyFrameAndTheRecordAreSmallWhateverIsSaid() {
        var long0 = "\u0001\uD83D\uDE00ü".repeat(30_000);
        rig.runtime.does(
                new RuntimeStep.CallTool("find", Map.of("q", "ü".repeat(3000)), long0),
                new RuntimeStep.Cite(new RuntimeStep.Citation(long0, long0, long0, long0)),
                say(long0),
                say("more"));
        rig.toolsDo((name, deadline) -> new ToolResult(
                Map.of("text", long0, "list", IntStream.range(0, 9000).boxed().toList()), null));

        ask();

        assertThat(rig.sockets.got("c"))
                .allSatisfy(
                        frame -> assertThat(omni.json.Json.write(frame).length).isLessThan(FRAME));
        assertThat(ended()).isEqualTo("length");
        assertThat(long0).startsWith(rig.sockets.said("c"));
        assertThat(rig.sockets.said("c")).hasSizeGreaterThan(8000);
        var record = omni.json.Json.write(rig.message("m").steps()).length
                + String.join("", rig.message("m").frames()).getBytes(StandardCharsets.UTF_8).length;
        assertThat(record).isLessThan(225 * 1024);
    }

    @Test
    void aRuntimeThatNeverEndsIsEnded() {
        rig.runtime.does(Stream.generate(() -> say("")).limit(2000).toArray(RuntimeStep[]::new));

        ask();

        assertThat(ended()).isEqualTo("length");
        assertThat(rig.sockets.got("c", "chat-delta")).isEmpty();
    }

    @Test
    void aClosedConnectionGivesTheUnitBack() {
        rig.runtime.does(say("One."), say("Two."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.runtime.before(() -> {
            if (rig.sockets.types("c").contains("chat-delta")) {
                rig.sockets.close("c");
            }
        });

        rig.deliver();

        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(rig.charged()).isZero();
        assertThat(rig.counter()).isZero();
    }

    @Test
    void workGoesOnWhereAnotherConnectionTookTheMessageOver() {
        rig.runtime.does(say("One. "), call("find"), say("Two. "), say("Three."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.runtime.before(() -> {
            if (rig.sockets.types("c").contains("tool-result")
                    && rig.sockets.types("d").isEmpty()) {
                rig.sockets.close("c");
                rig.send("d", "m", PermissionMode.SAFE);
            }
        });

        rig.deliver();

        assertThat(rig.sockets.types("d"))
                .containsExactly(
                        "chat-accepted",
                        "chat-delta",
                        "tool-call",
                        "tool-result",
                        "chat-delta",
                        "chat-delta",
                        "usage",
                        "chat-complete");
        assertThat(rig.sockets.said("d")).isEqualTo("One. Two. Three.");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aConnectionThatTookOverGetsAllThoughTheOldOneIsNotKnownToBeClosed() {
        rig.runtime.does(say("One. "), say("Two. "));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.runtime.before(() -> {
            if (rig.sockets.said("c").equals("One. Two. ")
                    && rig.sockets.types("d").isEmpty()) {
                rig.send("d", "m", PermissionMode.SAFE);
            }
        });

        rig.deliver();

        assertThat(rig.sockets.said("d")).isEqualTo("One. Two. ");
        assertThat(rig.sockets.types("d")).endsWith("usage", "chat-complete");
    }

    @Test
    void aRunThatIsDeliveredTwiceOrLateDoesNothing() {
        rig.runtime.does(say("One."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.runtime.before(() -> rig.work("m"));
        rig.work("m");
        rig.work("m");
        assertThat(rig.sockets.types("c")).containsExactly("chat-accepted", "chat-delta", "usage", "chat-complete");

        rig.send("c", "late", PermissionMode.SAFE);
        rig.clock.advance(Duration.ofSeconds(61));
        rig.work("late");
        assertThat(rig.sockets.types("c")).hasSize(5);
        rig.work("unknown");
    }

    @Test
    void whatIsGivenBackBeforeItIsAnsweredEndsAsAnError() {
        rig.runtime.does(say("One."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.stream.deliver(omni.fakes.UsageStream.Delivery.ALL);
        rig.runtime.before(() -> rig.stream.ledger().lapse(rig.message("m").usageId(), rig.clock.instant()));

        rig.deliver();

        assertThat(ended()).isEqualTo("error");
        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(rig.charged()).isZero();
    }

    @Test
    void theLogTellsOfTheMessageWithoutItsWords() {
        rig.runtime.does(say("Secret words."), call("find"));

        ask();

        assertThat(rig.log.last())
                .containsEntry("event", "chat_message")
                .containsEntry("finishReason", "stop")
                .containsEntry("toolCalls", 1L)
                .containsEntry("usageId", rig.message("m").usageId());
        assertThat(rig.log.text()).doesNotContain("Secret", "Apple");
    }

    @Test
    void whatNobodyKnowsToHaveArrivedIsSentOnceMore() {
        rig.runtime.does(say("One."));
        rig.send("c", "m", PermissionMode.SAFE);
        var lost = new Faults().at(firstPush(), new Faults.Event.Lost(true));

        rig.process(lost).work().on(ChatRig.key("m"));

        assertThat(rig.sockets.types("c"))
                .containsExactly("chat-accepted", "chat-delta", "chat-delta", "usage", "chat-complete");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aWriteWhoseAnswerIsLostHoldsNothingUp() {
        var steps = stepsOfARun();
        for (var step = 1; step <= steps.size(); step++) {
            for (var landed : new boolean[] {false, true}) {
                if (steps.get(step - 1).equals("store.put")
                        || steps.get(step - 1).equals("prove")) {
                    var other = new ChatRig();
                    other.runtime.does(say("One."));
                    other.send("c", "m", PermissionMode.SAFE);

                    other.process(new Faults().at(step, new Faults.Event.Lost(landed)))
                            .work()
                            .on(ChatRig.key("m"));

                    assertThat(other.message("m").state()).isEqualTo(new Answered(FinishReason.STOP));
                    assertThat(other.sockets.types("c")).endsWith("usage", "chat-complete");
                    other.clock.advance(Duration.ofMinutes(5));
                    other.charged();
                    assertThat(other.enforceDeadline()).isZero();
                    assertThat(other.charged()).isEqualTo(1);
                }
            }
        }
    }

    /** Of a run: which of its steps sends the first frame. */
    private static int firstPush() {
        return stepsOfARun().indexOf("push.send") + 1;
    }

    private static List<String> stepsOfARun() {
        var other = new ChatRig();
        other.runtime.does(say("One."));
        other.send("c", "m", PermissionMode.SAFE);
        var steps = new Faults();
        other.process(steps).work().on(ChatRig.key("m"));
        return steps.steps();
    }
}
