package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import omni.chat.ChatUser;
import omni.fakes.Faults;
import omni.fakes.Rig;
import omni.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a frame: who may send one, and where it goes (contract 14.4). */
class ChatInboxTest {

    private final SocketRig rig = new SocketRig().connect("A");

    private void send(String frame) {
        rig.send(new Faults(), "A", frame.replace('\'', '"'));
    }

    @Test
    void aPingIsAnsweredWithTheTimeAndIsNeverLimited() {
        for (var number = 0; number < 100; number++) {
            send("{'type':'ping','id':'p'}");
        }
        send("{'type':'ping'}");
        assertThat(rig.got("A")).hasSize(101);
        assertThat(rig.got("A").getFirst())
                .isEqualTo(Map.of("type", "pong", "replyTo", "p", "serverTime", "2026-05-15T12:00:20.250Z"));
        assertThat(rig.last("A")).containsEntry("replyTo", null);
        assertThat(rig.windowLeft()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'permission-response','id':'1','permissionId':'p','decision':'approve'}",
                "{'type':'plan-approval','id':'1','planId':'p','decision':'reject'}",
                "{'type':'label-create','id':'1','label':{'name':'x'}}",
                "{'type':'label-unassign','id':'1','labelId':'l','sessionId':'s'}",
                "{'type':'source-connect','id':'1','sourceId':'sec'}"
            })
    void whatIsNotLimitedIsDealtWithWhenTheWindowIsFull(String frame) {
        for (var number = 0; number < 31; number++) {
            rig.send("A", SocketRig.chat("m-" + number));
        }
        assertThat(rig.last("A")).containsEntry("event", "rate_limited");
        send(frame);
        assertThat(rig.last("A")).containsEntry("type", "ack").containsEntry("replyTo", "1");
    }

    @Test
    void aFrameThatIsNoneIsRefusedAndCountsNothing() {
        send("{'type':'chat','id':'m-1','text':''}");
        assertThat(rig.last("A"))
                .containsEntry("type", "error")
                .containsEntry("event", "invalid_message")
                .containsEntry("code", "validation_error")
                .containsEntry("status", 400L)
                .containsEntry("replyTo", "m-1")
                .containsEntry("message", "text: must have 1 to 16000 characters.")
                .containsEntry(
                        "details",
                        Map.of(
                                "issues",
                                List.of(Map.of("path", "text", "message", "must have 1 to 16000 characters")),
                                "retryable",
                                false));
        send("{");
        assertThat(rig.last("A")).containsEntry("code", "invalid_json").containsEntry("replyTo", null);
        send("{'type':'dance','id':'d'}");
        assertThat(rig.last("A")).containsEntry("code", "unknown_message_type").containsEntry("replyTo", "d");
        assertThat(rig.windowLeft()).isEqualTo(30);
        assertThat(rig.closed).isEmpty();
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnection() {
        send("{'type':'ping','pad':'" + "x".repeat(33_000) + "'}");
        assertThat(rig.last("A")).containsEntry("event", "invalid_message");
        assertThat(rig.closed).containsExactly("A");
    }

    /** Membership is asked anew with each frame: neither the ticket nor the connection vouches for it. */
    @Test
    void whoeverIsNoMemberAnyMoreIsToldAndClosed() {
        rig.send("A", SocketRig.chat("m-1"));
        rig.removeAnn();
        rig.send("A", SocketRig.chat("m-2"));
        assertThat(rig.last("A"))
                .containsEntry("event", "invalid_message")
                .containsEntry("code", "authentication_failed")
                .containsEntry("status", 401L);
        assertThat(rig.closed).containsExactly("A");
        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.windowLeft()).isEqualTo(29);
    }

    @Test
    void aMemberOfAnotherOrganizationByNowIsNone() {
        rig.connect("C", new ChatUser("org_Other0123456", Rig.ANN.userId()));
        rig.send("C", SocketRig.chat("m-1"));
        assertThat(rig.last("C")).containsEntry("code", "authentication_failed");
        assertThat(rig.closed).containsExactly("C");
    }

    @Test
    void aFrameOfAConnectionThatNobodyKnowsEndsIt() {
        rig.send("X", SocketRig.chat("m-1"));
        assertThat(rig.got("X")).isEmpty();
        assertThat(rig.closed).containsExactly("X");
    }

    @Test
    void aStoreThatDoesNotAnswerIsToldAsSuch() {
        rig.windows.reachable(false);
        rig.send("A", SocketRig.chat("m-1"));
        assertThat(rig.last("A"))
                .containsEntry("event", "unavailable")
                .containsEntry("code", "service_unavailable")
                .containsEntry("status", 503L)
                .containsEntry("replyTo", "m-1")
                .containsEntry("retryAfterSeconds", 1L)
                .containsEntry("retryAfterMs", 1000L);
        assertThat(rig.charges()).isEmpty();
        assertThat(Json.text(rig.last("A"))).doesNotContain("switched off");
    }
}
