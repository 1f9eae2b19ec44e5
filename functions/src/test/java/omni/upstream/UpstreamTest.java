package omni.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import omni.call.Exchange;
import omni.fakes.Rig;
import omni.fakes.ScriptedUpstream;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Trace;
import omni.meter.Body;
import omni.timeouts.Timeouts;
import org.junit.jupiter.api.Test;

/** An end to waiting: for an answer, and for its end. */
class UpstreamTest {

    private static Upstream.Outcome ask(URI base, Duration timeout) {
        return new Upstream(base, within(timeout))
                .ask(new Upstream.Question("GET", "/slow", Map.of(), new Body(new byte[0])));
    }

    @Test
    void theWholeCallHasTwentyFiveSeconds() {
        assertThat(Timeouts.PRODUCTION.upstream().answer()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void oneThatAnswersIsAnsweringAndOneThatIsSilentOrNotThereIsNot() throws IOException {
        var released = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream()
                        .on(
                                "/",
                                connection -> connection
                                        .getOutputStream()
                                        .write("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n"
                                                .getBytes(StandardCharsets.US_ASCII)));
                var silent = new ScriptedUpstream().on("/", connection -> await(released))) {
            assertThat(new Upstream(upstream.url(), within(Duration.ofSeconds(20))).isAnswering())
                    .isTrue();
            assertThat(new Upstream(silent.url(), within(Duration.ofMillis(150))).isAnswering())
                    .isFalse();
        } finally {
            released.countDown();
        }
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var gone = URI.create("http://127.0.0.1:" + port);
        assertThat(new Upstream(gone, within(Duration.ofSeconds(20))).isAnswering())
                .isFalse();
    }

    @Test
    void oneThatNeverAnswersIsTimedOut() throws IOException {
        var released = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream().on("/", connection -> await(released))) {
            assertThat(ask(upstream.url(), Duration.ofMillis(150))).isInstanceOf(Upstream.TimedOut.class);
        } finally {
            released.countDown();
        }
    }

    @Test
    void aCallThatTakesTooLongIs504() throws IOException {
        var released = new CountDownLatch(1);
        var rig = new Rig();
        try (var silent = new ScriptedUpstream().on("/", connection -> await(released))) {
            var forward = new Forward(
                    rig.foundation.configuration().settings(),
                    rig.accountRoot().headers(),
                    new Upstream(silent.url(), within(Duration.ofMillis(150))),
                    rig.log,
                    rig.clock);
            var request = Request.of(Map.of("httpMethod", "GET", "path", "/v1/facts"));
            var call = new Exchange(
                    request,
                    Trace.of(request, rig.foundation.configuration().settings(), rig.ids),
                    rig.byKey("read:sec"),
                    Map.of(),
                    rig.clock.instant(),
                    null,
                    false);
            assertThat(forward.handle(call))
                    .isInstanceOfSatisfying(
                            Reply.Problem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT));
        } finally {
            released.countDown();
        }
    }

    @Test
    void oneThatStopsInTheMiddleOfItsAnswerIsTimedOut() throws IOException {
        var released = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream().on("/", connection -> {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            await(released);
        })) {
            assertThat(ask(upstream.url(), Duration.ofMillis(300))).isInstanceOf(Upstream.TimedOut.class);
        } finally {
            released.countDown();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (var elsewhere = new ScriptedUpstream().on("/", ScriptedUpstream.answer(200, "application/json", "{}"));
                var upstream = new ScriptedUpstream()
                        .on(
                                "/",
                                "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url()
                                        + "/slow\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(upstream.url(), Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(
                            Upstream.Answered.class,
                            answered -> assertThat(answered.status()).isEqualTo(302));
        }
    }

    @Test
    void oneThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThat(ask(URI.create("http://127.0.0.1:" + port), Duration.ofMinutes(1)))
                .isInstanceOf(Upstream.Unreachable.class);
    }

    private static Timeouts.Request within(Duration answer) {
        return new Timeouts.Request(Duration.ofMinutes(1), answer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
