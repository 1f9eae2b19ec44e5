package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.chat.ChatConnection;
import omni.chat.ChatLimits;
import omni.chat.ChatRuns;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.fakes.Ask;
import omni.fakes.Faults;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may open a connection, and what becomes of it when it is closed (contract 14.1). */
class OpenChatTest {

    private final SocketRig rig = new SocketRig();

    private void ticket(String token, @Nullable String sessionId) {
        rig.tickets.put(token, new ChatTicket("tkt_" + token, SocketRig.ANN, sessionId, Rig.NOW.plusSeconds(60)));
    }

    private Map<String, @Nullable Object> open(String connectionId, @Nullable String token) {
        var event = new HashMap<String, @Nullable Object>(event(connectionId, "CONNECT"));
        event.put("queryStringParameters", token == null ? null : Map.of("token", token));
        return Ask.call(new OpenChat(rig.parts(new Faults())), event);
    }

    private static Map<String, @Nullable Object> event(String connectionId, String type) {
        return Map.of("requestContext", Map.of("connectionId", connectionId, "eventType", type));
    }

    private static void refused(Map<String, @Nullable Object> answer, int status, String code) throws Exception {
        assertThat(answer).containsEntry("statusCode", (long) status);
        assertThat(Json.readObject(String.valueOf(answer.get("body")).getBytes(StandardCharsets.UTF_8)))
                .containsEntry("object", "error")
                .containsEntry("code", code)
                .containsKeys("id", "requestId", "traceparent", "docsUrl", "details");
    }

    @Test
    void aTicketOpensAConnectionThatIsGreetedByARun() {
        ticket("t", "my session");
        assertThat(open("A", "t")).containsEntry("statusCode", 200L);
        assertThat(rig.connections.find("A"))
                .contains(new ChatConnection(
                        "A", SocketRig.ANN, Rig.ANN.issuer(), Rig.ANN.subject(), "my session", Rig.NOW));
        assertThat(rig.runs).containsExactly(new ChatRuns.Greet("A"));
        assertThat(rig.got("A")).isEmpty();
    }

    @Test
    void aTicketWithoutASessionBeginsOne() {
        ticket("t", null);
        ticket("u", null);
        open("A", "t");
        open("B", "u");
        var first = rig.connections.find("A").orElseThrow().sessionId();
        assertThat(first).matches("chs_\\w{20}");
        assertThat(rig.connections.find("B").orElseThrow().sessionId()).isNotEqualTo(first);
    }

    @Test
    void whateverIsNoTicketAndOneThatWasUsedReadAlike() throws Exception {
        ticket("t", null);
        open("A", "t");
        refused(open("B", "t"), 401, "authentication_failed");
        refused(open("B", "forged"), 401, "authentication_failed");
        refused(open("B", null), 401, "authentication_failed");
        assertThat(rig.connections.find("B")).isEmpty();
        assertThat(rig.runs).hasSize(1);
    }

    @Test
    void whoeverIsNoMemberAnyMoreOpensNothing() throws Exception {
        rig.tickets.put(
                "t", new ChatTicket("tkt_1", new ChatUser(Rig.ORG, "usr_removed"), null, Rig.NOW.plusSeconds(60)));
        refused(open("A", "t"), 401, "authentication_failed");
        assertThat(rig.connections.find("A")).isEmpty();
    }

    @Test
    void oneConnectionTooManyIsRefusedAndItsTicketStaysGood() throws Exception {
        rig.limits = new ChatLimits(30, true, 2);
        rig.connect("A").connect("B");
        ticket("t", null);
        refused(open("C", "t"), 429, "rate_limit_exceeded");
        Ask.call(new CloseChat(rig.connections), event("A", "DISCONNECT"));
        assertThat(rig.connections.find("A")).isEmpty();
        assertThat(open("C", "t")).containsEntry("statusCode", 200L);
    }

    @Test
    void aConnectionThatIsClosedTwiceIsClosed() {
        rig.connect("A");
        for (var time = 0; time < 2; time++) {
            assertThat(Ask.call(new CloseChat(rig.connections), event("A", "DISCONNECT")))
                    .containsEntry("statusCode", 200L);
        }
    }

    /** The gateway chooses a route by what a message says, and one may say {@code {"type":"$disconnect"}}. */
    @Test
    void aMessageThatNamesARouteOfTheGatewayOpensAndClosesNothing() throws Exception {
        ticket("t", null);
        open("A", "t");
        ticket("u", null);

        Ask.call(new CloseChat(rig.connections), event("A", "MESSAGE"));
        var opening = new HashMap<String, @Nullable Object>(event("B", "MESSAGE"));
        opening.put("queryStringParameters", Map.of("token", "u"));
        refused(Ask.call(new OpenChat(rig.parts(new Faults())), opening), 401, "authentication_failed");

        assertThat(rig.connections.find("A")).isPresent();
        assertThat(rig.connections.find("B")).isEmpty();
        assertThat(open("C", "u")).as("the ticket is not used up").containsEntry("statusCode", 200L);
    }

    @Test
    void oneTicketAtOnceOpensOneConnection() throws Exception {
        ticket("t", null);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var opened = 0;
            for (var each : threads.invokeAll(IntStream.range(0, 16)
                    .mapToObj(number -> (Callable<Map<String, @Nullable Object>>) () -> open("c" + number, "t"))
                    .toList())) {
                opened += Objects.equals(each.get().get("statusCode"), 200L) ? 1 : 0;
            }
            assertThat(opened).isOne();
        }
        assertThat(rig.runs).hasSize(1);
    }

    @Test
    void withoutAStoreOrARunNothingIsOpen() throws Exception {
        ticket("t", null);
        rig.startsRuns = false;
        refused(open("A", "t"), 503, "service_unavailable");
        assertThat(rig.connections.find("A")).isEmpty();
        rig.connections.reachable(false);
        refused(open("A", "t"), 503, "service_unavailable");
        assertThat(rig.rig.log.faults()).hasSize(1);
    }

    @Test
    void aFrameComesAsTheGatewaySendsIt() {
        rig.connect("A");
        var event = Map.<String, @Nullable Object>of(
                "requestContext",
                Map.of("connectionId", "A", "routeKey", "$default"),
                "body",
                "{\"type\":\"ping\",\"id\":\"\u00e4\"}",
                "isBase64Encoded",
                false);
        assertThat(Ask.call(new ReceiveChatMessage(rig.parts(new Faults())), event))
                .containsEntry("statusCode", 200L);
        assertThat(rig.last("A")).containsEntry("type", "pong").containsEntry("replyTo", "\u00e4");
    }
}
