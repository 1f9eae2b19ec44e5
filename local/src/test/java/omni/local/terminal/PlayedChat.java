package omni.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import omni.local.machine.LocalJson;
import omni.local.socket.SocketWorld;
import org.junit.jupiter.api.AfterEach;

/** A chat on a terminal at a gateway whose functions a test plays. */
abstract class PlayedChat {

    final SocketWorld.Doing doing = new SocketWorld.Doing();
    final SocketWorld world = new SocketWorld(doing);
    final List<ObjectNode> said = new CopyOnWriteArrayList<>();
    final List<Optional<String>> tickets = new ArrayList<>();
    final Deque<String> typed = new ArrayDeque<>();
    final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    volatile Greeter greeter = this::greet;

    /** What is done once a connection is open. */
    interface Greeter {
        void greet(String connection) throws Exception;
    }

    /** What the product does with a frame. */
    interface Product {
        void receive(String connection, ObjectNode frame) throws Exception;
    }

    @AfterEach
    void stop() {
        world.close();
    }

    final Conversation conversation(Product product) {
        doing.connect = event -> {
            var connection = event.at("/requestContext/connectionId").asText();
            Thread.ofVirtual().start(() -> opened(connection));
            return LocalJson.object().put("statusCode", 200);
        };
        doing.receive = event -> {
            var frame = LocalJson.parseObject(event.path("body").asText().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            said.add(frame);
            try {
                product.receive(event.at("/requestContext/connectionId").asText(), frame);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return LocalJson.object().put("statusCode", 200);
        };
        return new Conversation(
                session -> {
                    tickets.add(session);
                    return URI.create(world.url() + "?token=t");
                },
                () -> Optional.ofNullable(typed.poll()),
                "safe",
                new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    final void send(String connection, String frame) throws Exception {
        assertThat(world.command("POST", connection, frame).statusCode()).isEqualTo(200);
    }

    final void complete(String connection, ObjectNode message, String reason) throws Exception {
        send(
                connection,
                "{\"type\":\"chat-complete\",\"replyTo\":\""
                        + message.path("id").asText() + "\",\"messageId\":\"msg_1\",\"finishReason\":\"" + reason
                        + "\"}");
    }

    final String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    final void acknowledge(String connection, ObjectNode frame) throws Exception {
        reply(connection, frame, "ack", "\"ok\":true");
    }

    final void reply(String connection, ObjectNode frame, String type, String more) throws Exception {
        send(
                connection,
                "{\"type\":\"" + type + "\",\"replyTo\":\"" + frame.path("id").asText() + "\"," + more + "}");
    }

    final void opened(String connection) {
        try {
            greeter.greet(connection);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    final void greet(String connection) throws Exception {
        until2xx("POST", connection, "{\"type\":\"connected\",\"sessionId\":\"s-9\"}");
    }

    /** A connection is gone until its handshake is over. */
    final void until2xx(String method, String connection, String body) throws Exception {
        var until = System.nanoTime() + SocketWorld.PATIENCE.toNanos();
        while (System.nanoTime() < until
                && world.command(method, connection, body).statusCode() / 100 != 2) {
            Thread.onSpinWait();
        }
    }
}
