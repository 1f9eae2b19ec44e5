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
import org.junit.jupiter.api.Test;

/** What a person reads and what is sent for them, at a gateway whose functions a test plays. */
class ConversationTest {

    private final SocketWorld.Doing doing = new SocketWorld.Doing();
    private final SocketWorld world = new SocketWorld(doing);
    private final List<ObjectNode> said = new CopyOnWriteArrayList<>();
    private final List<Optional<String>> tickets = new ArrayList<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    /** What the product does with a frame. */
    private interface Product {
        void receive(String connection, ObjectNode frame) throws Exception;
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Conversation conversation(Product product) {
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

    private void send(String connection, String frame) throws Exception {
        assertThat(world.command("POST", connection, frame).statusCode()).isEqualTo(200);
    }

    private void complete(String connection, ObjectNode message, String reason) throws Exception {
        send(
                connection,
                "{\"type\":\"chat-complete\",\"replyTo\":\""
                        + message.path("id").asText() + "\",\"messageId\":\"msg_1\",\"finishReason\":\"" + reason
                        + "\"}");
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anAnswerIsReadAsItComes() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            send(connection, "{\"type\":\"chat-accepted\",\"sessionId\":\"s-1\"}");
            send(
                    connection,
                    "{\"type\":\"tool-call\",\"name\":\"filings.latest\",\"arguments\":{\"ticker\":\"AAPL\"}}");
            send(connection, "{\"type\":\"chat-delta\",\"seq\":0,\"text\":\"Apple's \"}");
            send(connection, "{\"type\":\"chat-delta\",\"seq\":1,\"text\":\"10-K.\"}");
            send(connection, "{\"type\":\"citation\",\"accession\":\"0000320193-24-000123\",\"snippet\":null}");
            complete(connection, frame, "stop");
        })) {
            assertThat(conversation.ask("latest 10-K of AAPL?")).isTrue();
        }

        assertThat(shown())
                .contains("→ filings.latest {\"ticker\":\"AAPL\"}")
                .contains("Apple's 10-K.")
                .contains("source: 0000320193-24-000123");
        assertThat(said).singleElement().satisfies(frame -> {
            assertThat(frame.path("text").asText()).isEqualTo("latest 10-K of AAPL?");
            assertThat(frame.path("permissionMode").asText()).isEqualTo("safe");
        });
    }

    @Test
    void aQuestionIsAnsweredByYAndByAnythingElseWithNo() throws Exception {
        typed.addAll(List.of("y", "perhaps"));
        try (var conversation = conversation((connection, frame) -> {
            switch (frame.path("type").asText()) {
                case "chat" ->
                    send(
                            connection,
                            "{\"type\":\"permission-request\",\"permissionId\":\"p-1\",\"summary\":\"Look it up?\"}");
                case "permission-response" ->
                    send(
                            connection,
                            "{\"type\":\"plan-approval-request\",\"planId\":\"plan-1\",\"title\":\"Two steps\","
                                    + "\"steps\":[\"one\",\"two\"]}");
                default -> complete(connection, said.getFirst(), "stop");
            }
        })) {
            assertThat(conversation.ask("compare")).isTrue();
        }

        assertThat(said).hasSize(3);
        assertThat(said.get(1).path("permissionId").asText()).isEqualTo("p-1");
        assertThat(said.get(1).path("decision").asText()).isEqualTo("approve");
        assertThat(said.get(2).path("planId").asText()).isEqualTo("plan-1");
        assertThat(said.get(2).path("decision").asText()).isEqualTo("reject");
        assertThat(shown()).contains("Look it up? [y/n] approve", "Two steps", "  one\n  two");
    }

    @Test
    void aLostConnectionIsOpenedForTheSameSessionAndTheMessageIsSaidAgainUnderItsId() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                send(connection, "{\"type\":\"chat-accepted\",\"sessionId\":\"s-1\"}");
                world.command("DELETE", connection, "");
            } else {
                complete(connection, frame, "length");
            }
        })) {
            assertThat(conversation.ask("hello")).isTrue();
        }

        assertThat(tickets).containsExactly(Optional.empty(), Optional.of("s-1"));
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).isEqualTo(said.getFirst());
    }

    @Test
    void aRefusalOrAFailureIsNoAnswer() throws Exception {
        try (var conversation = conversation((connection, frame) -> {
            if (said.size() == 1) {
                send(
                        connection,
                        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Wait.\",\"retryAfterMs\":40,"
                                + "\"replyTo\":\"" + frame.path("id").asText() + "\"}");
            } else {
                complete(connection, frame, "error");
            }
        })) {
            assertThat(conversation.ask("one")).isFalse();
            assertThat(conversation.ask("two")).isFalse();
        }

        assertThat(shown())
                .contains("refused: rate_limit_exceeded: Wait. (40 ms)")
                .contains("it failed, and is not charged");
    }

    @Test
    void commandsAreFramesOfTheirOwn() throws Exception {
        typed.addAll(List.of("/mode ask", "/label create urgent number", "/sources disconnect sec", "/what", "/quit"));
        doing.connect = event -> {
            Thread.ofVirtual()
                    .start(() -> greet(event.at("/requestContext/connectionId").asText()));
            return LocalJson.object().put("statusCode", 200);
        };
        try (var conversation =
                conversation((connection, frame) -> send(connection, "{\"type\":\"ack\",\"ok\":true}"))) {
            conversation.run();
        }

        assertThat(said)
                .extracting(frame -> frame.path("type").asText())
                .containsExactly("label-create", "source-disconnect");
        assertThat(said.getFirst().at("/label/valueType").asText()).isEqualTo("number");
        assertThat(shown()).contains("session s-9", "mode ask", "done", "/label assign ID");
    }

    private void greet(String connection) {
        try {
            // gone until the handshake is over
            for (var until = System.nanoTime() + SocketWorld.PATIENCE.toNanos(); System.nanoTime() < until; ) {
                if (world.command("POST", connection, "{\"type\":\"connected\",\"sessionId\":\"s-9\"}")
                                .statusCode()
                        == 200) {
                    return;
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
