package omni.dialog;

import static omni.dialog.ScriptedRuntime.call;
import static omni.dialog.ScriptedRuntime.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatStep;
import omni.chat.ChatTool;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run makes of a runtime's steps: nobody pays for silence, and a long text is one step however many frames it needs. */
class MessageRunTest {

    private final ChatRig rig = new ChatRig();

    private @Nullable Object ended() {
        return rig.sockets.got("c", "chat-complete").getFirst().getOrDefault("finishReason", "");
    }

    private void isGivenBack() {
        assertThat(ended()).isEqualTo("error");
        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(rig.sockets.types("c")).doesNotContain("usage");
        assertThat(rig.charged()).isZero();
        assertThat(rig.counter()).isZero();
    }

    private void hangAt(int step) {
        rig.runtime.before(() -> rig.clock.set(ChatRig.START.plusMillis(24_950)));
        rig.runtime.hangsAt(step);
        rig.ask("c", "m", PermissionMode.SAFE);
    }

    @Test
    void aRuntimeThatHangsBeforeItHasSaidAnythingIsAnError() {
        rig.runtime.does(say("One."));
        hangAt(0);
        isGivenBack();
    }

    @Test
    void aRuntimeThatHangsAfterAToolThatFailedIsAnError() {
        rig.runtime.does(call("find"), say("One."));
        rig.toolsDo((name, deadline) -> {
            throw new IllegalStateException("broken");
        });
        hangAt(1);
        isGivenBack();
    }

    @Test
    void aRuntimeThatHangsAfterAToolsResultIsCutShort() {
        rig.runtime.does(call("find"), say("One."));
        hangAt(1);
        assertThat(ended()).isEqualTo("length");
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void aToolWhoseSourceIsDisconnectedWhileAPersonDecidesIsNotCalled() {
        rig.runtime.does(call("find"), say("So."));
        rig.toolsDo((name, deadline) -> {
            throw new AssertionError("nobody calls " + name);
        });
        rig.ask("c", "m", PermissionMode.ASK);
        rig.disconnected.add("sec");

        rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true));
        rig.deliver();

        assertThat(rig.sockets.got("c", "tool-result"))
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .containsEntry("ok", false)
                        .extractingByKey("error")
                        .asString()
                        .contains("disconnected: sec"));
        assertThat(rig.sockets.said("c")).isEqualTo("So.");
        assertThat(rig.message("m").state()).isEqualTo(new Answered(FinishReason.STOP));
    }

    @Test
    void aToolThatThePlanDoesNotIncludeIsNotThere() {
        rig.excluded.add("read");
        rig.runtime.does(call("read"), say("So."));
        rig.toolsDo((name, deadline) -> {
            throw new AssertionError("nobody calls " + name);
        });

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.runtime.turns.getFirst().tools())
                .extracting(ChatTool::name)
                .containsExactly("find", "stock.get");
        assertThat(rig.sockets.got("c", "tool-result"))
                .singleElement()
                .satisfies(frame -> assertThat(frame).containsEntry("ok", false));
        assertThat(ended()).isEqualTo("stop");
    }

    @Test
    void anAnswerWhoseFramesDoNotArriveIsGivenBack() {
        rig.runtime.does(say("One."), say("Two."));
        rig.send("c", "m", PermissionMode.SAFE);
        rig.sockets.throttleAfter(2);

        rig.deliver();

        assertThat(rig.sockets.types("c")).containsExactly("chat-accepted", "chat-delta");
        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(rig.charged()).isZero();
    }

    @Test
    void aMessageWhoseAcceptanceDoesNotArriveIsGivenBack() {
        rig.sockets.throttleAfter(0);

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.message("m").state()).isEqualTo(new Failed());
        assertThat(rig.charged()).isZero();
    }

    @Test
    void aLongTextIsOneStepInSeveralFramesWithNumbersWithoutGaps() {
        var text = "long \uD83D\uDE00".repeat(2000);
        rig.runtime.does(say(text), say(""), call("find"), say(text), say("The end."));

        rig.ask("c", "m", PermissionMode.ASK);
        rig.clock.advance(Duration.ofSeconds(9));
        rig.decide(ChatRig.ANN, "c", Answers.permission(rig.asked("c"), true));
        rig.deliver();

        assertThat(rig.sockets.said("c")).isEqualTo(text + text + "The end.");
        assertThat(rig.message("m").steps().stream().filter(ChatStep.Said.class::isInstance))
                .containsExactly(
                        new ChatStep.Said(text),
                        new ChatStep.Said(""),
                        new ChatStep.Said(text),
                        new ChatStep.Said("The end."));
        var deltas = rig.sockets.got("c", "chat-delta");
        assertThat(deltas)
                .extracting(frame -> frame.get("seq"))
                .containsExactlyElementsOf(
                        LongStream.range(0, deltas.size()).boxed().toList());
        assertThat(deltas).hasSizeGreaterThan(6);
    }
}
