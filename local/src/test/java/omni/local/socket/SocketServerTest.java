package omni.local.socket;

import static omni.local.socket.SocketWorld.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import omni.local.machine.LocalJson;
import omni.local.socket.SocketWorld.Doing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway of the chat, by a client over a socket. */
class SocketServerTest {

    private static final String ID = "[A-Za-z0-9_-]{15}=";

    private final Doing doing = new Doing();
    private final SocketWorld world = new SocketWorld(doing);

    @AfterEach
    void stop() {
        world.close();
    }

    private static ObjectNode context(ObjectNode event) {
        return (ObjectNode) event.path("requestContext");
    }

    private String openId() throws InterruptedException {
        return context(next(world.connects)).path("connectionId").asText();
    }

    @Test
    void theThreeEventsAreThoseOfAws() throws Exception {
        var client = world.open("?token=a%2Bb.c&x=1&x=2");
        client.say("{\"type\":\"ping\"}");
        var message = next(world.messages);
        client.socket().sendClose(1000, "bye").join();

        var connect = next(world.connects);
        assertThat(connect.path("queryStringParameters").toString()).isEqualTo("{\"token\":\"a+b.c\",\"x\":\"2\"}");
        assertThat(connect.at("/multiValueQueryStringParameters/x").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(connect.path("isBase64Encoded").asBoolean(true)).isFalse();
        assertThat(connect.path("headers").has("Sec-WebSocket-Key")).isTrue();
        assertThat(connect.has("body")).isFalse();
        assertContext(context(connect), "$connect", "CONNECT");
        assertThat(context(connect).has("messageId")).isFalse();

        assertThat(message.path("body").asText()).isEqualTo("{\"type\":\"ping\"}");
        assertThat(message.has("headers")).isFalse();
        assertThat(message.has("queryStringParameters")).isFalse();
        assertContext(context(message), "$default", "MESSAGE");
        assertThat(context(message).path("messageId").asText()).matches(ID);
        assertThat(context(message).path("connectionId"))
                .isEqualTo(context(connect).path("connectionId"));
        assertThat(context(message).path("connectedAt"))
                .isEqualTo(context(connect).path("connectedAt"));

        var disconnect = next(world.disconnects);
        assertContext(context(disconnect), "$disconnect", "DISCONNECT");
        assertThat(context(disconnect).path("disconnectStatusCode").asInt()).isEqualTo(1000);
        assertThat(context(disconnect).path("disconnectReason").asText()).isEqualTo("bye");
    }

    private static void assertContext(ObjectNode context, String route, String type) {
        assertThat(context.path("routeKey").asText()).isEqualTo(route);
        assertThat(context.path("eventType").asText()).isEqualTo(type);
        assertThat(context.path("connectionId").asText()).matches(ID);
        assertThat(context.path("requestId").asText()).matches(ID);
        assertThat(context.path("requestTime").asText()).matches("\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(context.path("requestTimeEpoch").asLong())
                .isGreaterThanOrEqualTo(context.path("connectedAt").asLong());
        assertThat(context.path("messageDirection").asText()).isEqualTo("IN");
        assertThat(context.path("stage").asText()).isEqualTo("ws");
        assertThat(context.path("domainName").asText()).isEqualTo("omnichat00.execute-api.us-east-1.amazonaws.com");
        assertThat(context.path("apiId").asText()).isEqualTo("omnichat00");
        assertThat(context.at("/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void aRefusedConnectionHasTheFunctionsStatusAndBody() throws Exception {
        doing.connect = _ -> LocalJson.object().put("statusCode", 401).put("body", "{\"code\":\"no\"}");

        assertThat(handshake()).startsWith("HTTP/1.1 401").endsWith("{\"code\":\"no\"}");
        assertThat(world.disconnects).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"malformed", "thrown"})
    void aFunctionThatFailsRefuses(String how) throws Exception {
        doing.connect = _ -> {
            if (how.equals("thrown")) {
                throw new IllegalStateException("canary");
            }
            return LocalJson.object();
        };

        assertThat(handshake())
                .startsWith("HTTP/1.1 502")
                .contains("\"Internal server error\"")
                .doesNotContain("canary");
    }

    /** The answer to the request for a connection, as it is on the wire. */
    private String handshake() throws IOException {
        try (var socket = RawSocket.asking(world.server.url())) {
            return new String(socket.in().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void messagesOfOneConnectionAreHandledAtTheSameTime() throws Exception {
        var both = new CountDownLatch(2);
        doing.receive = event -> {
            both.countDown();
            try {
                assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return event;
        };
        var client = world.open();

        client.say("one");
        client.say("two");

        assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aMessageWhoseFunctionFailsIsToldByTheGateway() throws Exception {
        doing.receive = _ -> {
            throw new IllegalStateException("canary");
        };
        var client = world.open();

        client.say("one");

        assertThat(next(client.heard))
                .contains("\"message\":\"Internal server error\"")
                .doesNotContain("canary");
    }

    @Test
    void aMessageInSeveralFramesIsOne() throws Exception {
        var client = world.open();

        client.socket().sendText("a".repeat(32_000), false).join();
        client.socket().sendText("é".repeat(16_000), false).join();
        client.socket().sendText("c", true).join();

        assertThat(next(world.messages).path("body").asText()).isEqualTo("a".repeat(32_000) + "é".repeat(16_000) + "c");
    }

    @ParameterizedTest
    @CsvSource({
        // letters of a frame, frames, closed with
        "32768, 1, 0",
        "32769, 1, 1009",
        "32768, 4, 0",
        "32768, 5, 1009"
    })
    void framesOver32KbAndMessagesOver128KbCloseTheConnection(int letters, int frames, int status) throws Exception {
        try (var client = RawSocket.open(world.server.url())) {
            for (int i = 1; i <= frames; i++) {
                client.text("a".repeat(letters), i == 1, i == frames);
            }

            if (status == 0) {
                assertThat(next(world.messages).path("body").asText()).hasSize(letters * frames);
            } else {
                assertThat(client.closedWith()).isEqualTo(status);
                assertThat(context(next(world.disconnects))
                                .path("disconnectStatusCode")
                                .asInt())
                        .isEqualTo(status);
                assertThat(world.messages).isEmpty();
            }
        }
    }

    @Test
    void aBinaryFrameClosesTheConnection() throws Exception {
        var client = world.open();

        client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

        assertThat(next(client.closed)).isEqualTo(1003);
        assertThat(world.messages).isEmpty();
    }

    @Test
    void aPingOfTheProtocolIsAnswered() throws Exception {
        var client = world.open();

        client.socket()
                .sendPing(ByteBuffer.wrap("mark".getBytes(StandardCharsets.UTF_8)))
                .join();

        assertThat(next(client.pongs)).isEqualTo("mark");
    }

    @Test
    void anIdleConnectionIsClosedAfterTenMinutesOfTheClock() throws Exception {
        var client = world.open();
        openId();
        move(Duration.ofMinutes(9));
        client.say("one");
        next(world.messages);
        move(Duration.ofMinutes(9));
        assertThat(client.closed).isEmpty();

        move(Duration.ofMinutes(1));

        assertThat(next(client.closed)).isEqualTo(1001);
        assertThat(context(next(world.disconnects)).path("disconnectStatusCode").asInt())
                .isEqualTo(1001);
    }

    @Test
    void aFrameToTheClientIsActivityToo() throws Exception {
        var client = world.open();
        var id = openId();
        move(Duration.ofMinutes(9));
        assertThat(world.command("POST", id, "hello").statusCode()).isEqualTo(200);

        move(Duration.ofMinutes(9));

        assertThat(next(client.heard)).isEqualTo("hello");
        assertThat(world.command("GET", id, "").statusCode()).isEqualTo(200);
    }

    @Test
    void anOldConnectionIsClosedAfterTwoHoursOfTheClock() throws Exception {
        var client = world.open();
        for (int i = 0; i < 14; i++) {
            move(Duration.ofMinutes(8));
            client.say("one");
            next(world.messages);
        }
        assertThat(client.closed).isEmpty();

        move(Duration.ofMinutes(8));

        assertThat(next(client.closed)).isEqualTo(1001);
    }

    private void move(Duration step) {
        world.clock.advance(step);
        world.server.clockMoved();
    }

    @Test
    void theEndOfTheWorldClosesWhatIsOpenAndTheFunctionHearsOfIt() throws Exception {
        var client = world.open();

        world.server.close();

        assertThat(next(client.closed)).isEqualTo(1001);
        assertThat(world.disconnects).hasSize(1);
    }
}
