package omni.local.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The gateways of one test, and a client for them; both end with the test. */
final class RunningGateways implements AfterEachCallback {

    static final Instant NOW = Instant.parse("2026-05-01T10:20:30.456Z");

    private static final List<GatewayRoute> ROUTES =
            List.of(new GatewayRoute("ANY", "/v1/things/{id}", "Echo"), new GatewayRoute("POST", "/only-post", "Echo"));

    private final List<GatewayServer> started = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    static GatewaySettings settings(Functions functions) {
        return GatewaySettings.of(ROUTES, functions, InstantSource.fixed(NOW));
    }

    HttpClient client() {
        return client;
    }

    GatewayServer start(GatewaySettings settings) {
        var gateway = GatewayServer.start(settings, GatewayPort.take(0));
        started.add(gateway);
        return gateway;
    }

    HttpResponse<byte[]> get(GatewayServer gateway, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.url() + path)));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Everything on the wire after this head, on a connection that closes. */
    static String rawAnswer(GatewayServer gateway, String head) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write((head + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(GatewayServer::close);
        client.close();
    }
}
