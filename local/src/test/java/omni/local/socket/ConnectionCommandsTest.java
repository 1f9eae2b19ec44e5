package omni.local.socket;

import static omni.local.socket.SocketWorld.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import omni.local.machine.LocalJson;
import omni.local.socket.SocketWorld.Doing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code @connections} of the local world, which answers as API Gateway's. */
class ConnectionCommandsTest {

    private final Doing doing = new Doing();
    private final SocketWorld world = new SocketWorld(doing);

    @AfterEach
    void stop() {
        world.close();
    }

    private String openId() throws InterruptedException {
        return next(world.connects).at("/requestContext/connectionId").asText();
    }

    @Test
    void aFrameReachesItsClientAsItIs() throws Exception {
        var client = world.open();
        var other = world.open();

        assertThat(world.command("POST", openId(), "{\"text\":\"10 €\"}").statusCode())
                .isEqualTo(200);

        assertThat(next(client.heard)).isEqualTo("{\"text\":\"10 €\"}");
        assertThat(other.heard).isEmpty();
    }

    @Test
    void aConnectionIsGoneUntilTheFunctionHasAllowedIt() throws Exception {
        var during = new ArrayBlockingQueue<Integer>(1);
        doing.connect = event -> {
            try {
                during.add(world.command(
                                "POST", event.at("/requestContext/connectionId").asText(), "early")
                        .statusCode());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return LocalJson.object().put("statusCode", 200);
        };

        world.open();

        assertThat(next(during)).isEqualTo(410);
    }

    @Test
    void aConnectionThatWasDeletedIsClosedAndGone() throws Exception {
        var client = world.open();
        var id = openId();

        assertThat(world.command("DELETE", id, "").statusCode()).isEqualTo(204);

        assertThat(next(client.closed)).isEqualTo(1000);
        next(world.disconnects);
        for (var method : new String[] {"POST", "GET", "DELETE"}) {
            var answer = world.command(method, id, "{}");
            assertThat(answer.statusCode()).as(method).isEqualTo(410);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("GoneException");
        }
    }

    @Test
    void aMessageOf128KbArrivesInFramesAndALargerOneIsRefused() throws Exception {
        var client = world.open();
        var id = openId();
        var text = "😀".repeat(32 * 1024);

        assertThat(world.command("POST", id, text).statusCode()).isEqualTo(200);
        assertThat(world.command("POST", id, text + "a").statusCode()).isEqualTo(413);

        assertThat(next(client.heard)).isEqualTo(text);
    }

    @Test
    void whatIsKnownOfAConnectionIsTold() throws Exception {
        world.open();

        var answer = world.command("GET", openId(), "");

        var json = LocalJson.parseObject(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(json.at("/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(json.path("connectedAt").asText()).endsWith("Z");
        assertThat(json.path("lastActiveAt").asText()).endsWith("Z");
    }

    @Test
    void whoHasNotSignedIsRefusedAndSoIsWhatIsNoId() throws Exception {
        world.open();
        var id = openId();

        assertThat(world.ask("POST", "/ws/@connections/" + id, new byte[0], "Bearer canary")
                        .statusCode())
                .isEqualTo(403);
        assertThat(world.command("POST", "none", "{}").statusCode()).isEqualTo(400);
        assertThat(world.signed("POST", "/elsewhere", new byte[0]).statusCode()).isEqualTo(403);
    }
}
