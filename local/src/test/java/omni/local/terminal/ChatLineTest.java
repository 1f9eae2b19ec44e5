package omni.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import omni.local.machine.LocalJson;
import omni.local.socket.SocketWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A line at a gateway that closes what is silent for ten minutes. */
class ChatLineTest {

    private static final int FRAMES = 200;

    private final SocketWorld.Doing doing = new SocketWorld.Doing();
    private final SocketWorld world = new SocketWorld(doing);
    private final BlockingQueue<ObjectNode> said = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        world.close();
    }

    private ChatLine line(Duration pingEvery) {
        doing.receive = event -> {
            var frame = LocalJson.parseObject(event.path("body").asText().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            said.add(frame);
            answer(event.at("/requestContext/connectionId").asText(), frame);
            return LocalJson.object().put("statusCode", 200);
        };
        return ChatLine.open(URI.create(world.url() + "?token=t"), pingEvery);
    }

    private void answer(String connection, ObjectNode frame) {
        var pong = LocalJson.object().put("type", "pong");
        pong.set("replyTo", frame.get("id"));
        try {
            world.command("POST", connection, pong.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode nextSaid() throws InterruptedException {
        var frame = said.poll(SocketWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("nothing is said");
        }
        return frame;
    }

    @Test
    void itPingsWhileNobodySaysAnythingAndKeepsTheAnswersToItself() throws Exception {
        try (var line = line(Duration.ofMillis(20))) {
            for (var time = 0; time < 3; time++) {
                assertThat(nextSaid()).isEqualTo(LocalJson.object().put("type", "ping"));
            }
            assertThat(line.next(Duration.ofMillis(100))).isEmpty();
        }
    }

    @Test
    void itPingsMoreOftenThanTheContractAsksFor() {
        assertThat(ChatLine.PING_EVERY).isLessThan(Duration.ofMinutes(5)).isPositive();
    }

    /** The JDK's WebSocket refuses a frame while another is being sent. */
    @Test
    void whatSeveralSayAtOnceIsAllSaid() throws Exception {
        try (var line = line(Duration.ofMinutes(1))) {
            try (var people = Executors.newFixedThreadPool(8)) {
                for (var id = 0; id < FRAMES; id++) {
                    var frame = LocalJson.object().put("id", "p-" + id).put("text", "x".repeat(30_000));
                    people.execute(() -> line.say(frame));
                }
            }
            for (var id = 0; id < FRAMES; id++) {
                assertThat(line.next(SocketWorld.PATIENCE).orElseThrow().frame())
                        .as("a lost connection")
                        .isPresent();
            }
        }
    }

    @Test
    void aPingOfAPersonIsAnswered() throws Exception {
        try (var line = line(Duration.ofMinutes(1))) {
            line.say(LocalJson.object().put("type", "ping").put("id", "p-1"));

            assertThat(line.next(SocketWorld.PATIENCE).orElseThrow().frame().orElseThrow())
                    .isEqualTo(LocalJson.object().put("type", "pong").put("replyTo", "p-1"));
        }
    }
}
