package omni.local.socket;

import static omni.local.socket.SocketWorld.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import omni.local.socket.AsyncInvocations.Fault;
import omni.local.socket.SocketWorld.Doing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lambda's asynchronous invocation in the local world. */
class AsyncInvocationsTest {

    private static final String PATH = "/2015-03-31/functions/RunChat/invocations";

    private final Doing doing = new Doing();
    private final BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    private SocketWorld world = new SocketWorld(doing);

    AsyncInvocationsTest() {
        doing.run = (input, _, _) -> runs.add(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private int invoke(String event) throws Exception {
        return world.signed("POST", PATH, event.getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void anEventIsAcceptedBeforeItIsDone() throws Exception {
        var goOn = new CountDownLatch(1);
        doing.run = (input, _, _) -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            runs.add(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        };

        assertThat(invoke("{\"run\":\"greet\"}")).isEqualTo(202);
        assertThat(runs).isEmpty();
        assertThat(world.invocations.awaitIdle(Duration.ofMillis(1))).isFalse();
        goOn.countDown();

        assertThat(world.invocations.awaitIdle(SocketWorld.PATIENCE)).isTrue();
        assertThat(runs).containsExactly("{\"run\":\"greet\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/2015-03-31/functions/Another/invocations, signed, 404",
        "/2015-03-31/functions/RunChat/invocations, unsigned, 403",
        "/2015-03-31/functions/RunChat, signed, 403"
    })
    void whatIsNoInvocationIsRefused(String path, String signed, int status) throws Exception {
        var authorization = signed.equals("signed") ? "AWS4-HMAC-SHA256 Credential=local" : "Bearer canary";

        assertThat(world.ask("POST", path, new byte[0], authorization).statusCode())
                .isEqualTo(status);
        assertThat(runs).isEmpty();
    }

    @Test
    void aTestHasOneDoneTwiceDroppedOrLate() throws Exception {
        world.invocations.next(new Fault.Twice(), new Fault.Dropped(), new Fault.Delayed(Duration.ofMillis(50)));

        for (var event : new String[] {"twice", "dropped", "late", "as usual"}) {
            assertThat(invoke(event)).isEqualTo(202);
        }

        assertThat(world.invocations.awaitIdle(SocketWorld.PATIENCE)).isTrue();
        assertThat(runs).containsExactlyInAnyOrder("twice", "twice", "late", "as usual");
    }

    @Test
    void oneThatIsKilledOrTakesTooLongIsCutOffAndNotTriedAgain() throws Exception {
        world.close();
        doing.timeout = Duration.ofMillis(50);
        world = new SocketWorld(doing);
        doing.run = (_, _, _) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                runs.add("cut off");
            }
        };
        world.invocations.next(new Fault.Killed(Duration.ofMillis(10)));

        invoke("killed");
        assertThat(next(runs)).isEqualTo("cut off");
        invoke("too long");
        assertThat(next(runs)).isEqualTo("cut off");

        assertThat(world.invocations.awaitIdle(SocketWorld.PATIENCE)).isTrue();
        assertThat(runs).isEmpty();
    }

    @Test
    void anEventOverAMegabyteIsRefused() throws Exception {
        assertThat(invoke("a".repeat(1024 * 1024 + 1))).isEqualTo(413);
    }
}
