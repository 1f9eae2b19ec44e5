package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import omni.timeouts.Timeouts;
import org.junit.jupiter.api.Test;

class IssuerHttpTest {

    private final IssuerHttp http = new IssuerHttp(new Timeouts.Request(Duration.ofMinutes(1), Duration.ofMillis(300)));

    @Test
    void anAnswerWhoseBodyNeverEndsIsGivenUp() throws IOException {
        var over = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await(over);
            });
            server.start();
            var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/slow?code=secret");
            assertThatThrownBy(() -> http.get(address, Map.of()))
                    .isInstanceOf(IssuerUnreachable.class)
                    .hasMessageContaining("/slow")
                    .hasMessageNotContaining("secret");
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    @Test
    void aPortThatNobodyListensOnIsUnreachable() throws IOException {
        int port;
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> http.get(URI.create("http://127.0.0.1:" + port + "/"), Map.of()))
                .isInstanceOf(IssuerUnreachable.class);
        assertThat(port).isPositive();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
