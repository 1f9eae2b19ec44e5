package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omni.chat.ChatLabel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 14.3 and 14.4, byte by byte. */
class ServerFrameTest {

    private static final Instant AT = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final ServerFrame.RateLimit LIMIT = new ServerFrame.RateLimit(30, 29);

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of(
                        new ServerFrame.Connected("con", "org_1", "usr_1", "chs_1", LIMIT, AT),
                        "{'type':'connected','connectionId':'con','orgId':'org_1','userId':'usr_1','sessionId':'chs_1',"
                                + "'rateLimit':{'limit':30,'remaining':29,'windowSeconds':60},"
                                + "'serverTime':'2026-05-15T12:00:20.250Z'}"),
                Arguments.of(
                        new ServerFrame.ChatAccepted("m-1", "msg_1", "chs_1", "req_1", LIMIT),
                        "{'type':'chat-accepted','replyTo':'m-1','messageId':'msg_1','sessionId':'chs_1',"
                                + "'requestId':'req_1','rateLimit':{'limit':30,'remaining':29,'windowSeconds':60}}"),
                Arguments.of(
                        new ServerFrame.ChatDelta("m-1", "msg_1", 0, "Hi"),
                        "{'type':'chat-delta','replyTo':'m-1','messageId':'msg_1','seq':0,'text':'Hi'}"),
                Arguments.of(
                        new ServerFrame.ToolCall("msg_1", "tc_1", "find", Map.of("q", "x")),
                        "{'type':'tool-call','messageId':'msg_1','toolCallId':'tc_1','name':'find','arguments':{'q':'x'}}"),
                Arguments.of(
                        new ServerFrame.ToolResult(
                                "msg_1", "tc_1", true, Optional.of(Map.of("a", 1)), Optional.empty()),
                        "{'type':'tool-result','messageId':'msg_1','toolCallId':'tc_1','ok':true,'result':{'a':1}}"),
                Arguments.of(
                        new ServerFrame.ToolResult(
                                "msg_1", "tc_1", false, Optional.empty(), Optional.of(Map.of("code", "x"))),
                        "{'type':'tool-result','messageId':'msg_1','toolCallId':'tc_1','ok':false,'error':{'code':'x'}}"),
                Arguments.of(
                        new ServerFrame.Citation("msg_1", null, null, "https://x", null),
                        "{'type':'citation','messageId':'msg_1','accession':null,'sectionKey':null,'sourceUrl':'https://x',"
                                + "'snippet':null}"),
                Arguments.of(
                        new ServerFrame.PermissionRequest("prm_1", "msg_1", "find", "Looks it up.", AT),
                        "{'type':'permission-request','permissionId':'prm_1','messageId':'msg_1','toolName':'find',"
                                + "'summary':'Looks it up.','expiresAt':'2026-05-15T12:00:20.250Z'}"),
                Arguments.of(
                        new ServerFrame.PlanApprovalRequest("pln_1", "msg_1", "Two steps", List.of("a", "b"), AT),
                        "{'type':'plan-approval-request','planId':'pln_1','messageId':'msg_1','title':'Two steps',"
                                + "'steps':['a','b'],'expiresAt':'2026-05-15T12:00:20.250Z'}"),
                Arguments.of(
                        new ServerFrame.Usage(
                                "msg_1", "req_1", "intelligence_query", "payg", "payg_active", 7, 12, "0.100000"),
                        "{'type':'usage','messageId':'msg_1','requestId':'req_1','meterClass':'intelligence_query',"
                                + "'planKey':'payg','billingState':'payg_active','freeGrantRemaining':7,'tokenCount':12,"
                                + "'estimatedCost':'0.100000'}"),
                Arguments.of(
                        new ServerFrame.ChatComplete("m-1", "msg_1", "stop"),
                        "{'type':'chat-complete','replyTo':'m-1','messageId':'msg_1','finishReason':'stop'}"),
                Arguments.of(ServerFrame.Ack.of("m-1"), "{'type':'ack','replyTo':'m-1','ok':true}"),
                Arguments.of(
                        new ServerFrame.Ack(
                                "m-1",
                                true,
                                Optional.of(ServerFrame.Label.of(
                                        new ChatLabel("lbl_1", "Due", null, ChatLabel.ValueType.DATE))),
                                Optional.empty()),
                        "{'type':'ack','replyTo':'m-1','ok':true,'label':{'id':'lbl_1','name':'Due','color':null,"
                                + "'valueType':'date'}}"),
                Arguments.of(
                        new ServerFrame.SourceStatus("sec", "connected", null),
                        "{'type':'source-status','sourceId':'sec','status':'connected','message':null}"),
                Arguments.of(
                        new ServerFrame.Pong(null, AT),
                        "{'type':'pong','replyTo':null,'serverTime':'2026-05-15T12:00:20.250Z'}"),
                Arguments.of(
                        new ServerFrame.Error(
                                "unavailable",
                                "error",
                                "service_unavailable",
                                503,
                                "Not now.",
                                "req_1",
                                null,
                                Optional.empty(),
                                Optional.empty(),
                                Map.of("retryable", true)),
                        "{'type':'error','event':'unavailable','object':'error','code':'service_unavailable',"
                                + "'status':503,'message':'Not now.','requestId':'req_1','replyTo':null,"
                                + "'details':{'retryable':true}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFrameIsSentWithItsFieldsInOrder(ServerFrame frame, String json) {
        assertThat(frame.json().replace('"', '\'')).isEqualTo(json);
    }
}
