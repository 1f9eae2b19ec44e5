package omni.dialog;

import static omni.dialog.ScriptedRuntime.call;
import static omni.dialog.ScriptedRuntime.cite;
import static omni.dialog.ScriptedRuntime.finish;
import static omni.dialog.ScriptedRuntime.plan;
import static omni.dialog.ScriptedRuntime.say;
import static org.assertj.core.api.Assertions.assertThat;

import omni.chat.ChatMessage.Answered;
import omni.chat.ChatTurn;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import org.junit.jupiter.api.Test;

/** What becomes of a message once it is charged: frames in order, bounds, and the end that keeps its unit or gives it back (contract 14). */
class MessageWorkTest {

    private final ChatRig rig = new ChatRig();

    @Test
    void framesComeInTheOrderOfTheSteps() {
        rig.runtime.does(say("I look. "), call("find"), say("It is Apple."), cite("0000320193-25-000079"));

        rig.ask("c", "m", PermissionMode.SAFE);

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
        assertThat(rig.sockets.got("c", "chat-delta")).extracting(frame -> frame.get("seq")).containsExactly(0L, 1L);
        assertThat(rig.sockets.got("c", "chat-complete").getFirst())
                .containsEntry("replyTo", "m")
                .containsEntry("finishReason", "stop");
        assertThat(rig.message("m").state()).isEqualTo(new Answered(FinishReason.STOP));
        assertThat(rig.charged()).isEqualTo(1);
    }

    @Test
    void usageTellsWhereTheOrganizationStandsAfterTheMessage() {
        rig.runtime.does(say("Hello."));

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.sockets.got("c", "usage").getFirst())
                .containsEntry("meterClass", rig.meterClass().key())
                .containsEntry("billingState", "sandbox_grant")
                .containsEntry("freeGrantRemaining", 249L)
                .containsEntry("tokenCount", 6L)
                .containsEntry("requestId", rig.message("m").requestId());
    }

    @Test
    void theSessionRemembersTheTurn() {
        rig.runtime.does(say("Hello, "), say("Ann."));
        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.messages.turns(ChatRig.ANN, ChatRig.SESSION))
                .containsExactly(new ChatTurn("What of Apple?", "Hello, Ann."));

        rig.ask("c", "m2", PermissionMode.SAFE);
        assertThat(rig.runtime.turns.getLast().earlier()).hasSize(1);
    }

    @Test
    void anErrorGivesTheUnitBack() {
        rig.runtime.does(say("Well"), finish(FinishReason.ERROR));

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.sockets.got("c", "chat-complete").getFirst()).containsEntry("finishReason", "error");
        assertThat(rig.sockets.types("c")).doesNotContain("usage");
        assertThat(rig.charged()).isZero();
        assertThat(rig.counter()).isZero();
    }

    @Test
    void aRuntimeThatFailsIsAnError() {
        rig.runtime.before(() -> {
            throw new IllegalStateException("no model");
        });

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.sockets.got("c", "chat-complete").getFirst()).containsEntry("finishReason", "error");
        assertThat(rig.charged()).isZero();
        assertThat(rig.log.faults()).hasSize(1);
    }

    @Test
    void aPlanOfTwoToolsIsShownFirst() {
        rig.runtime.does(plan("find", "read"), call("find"), call("read"), say("Done."));

        rig.ask("c", "m", PermissionMode.SAFE);

        assertThat(rig.sockets.types("c")).containsExactly("chat-accepted", "plan-approval-request");
    }
}
