package omni.local.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;

/** Answers every request 200 with a JSON object that tells the request. */
public final class SampleUpstream implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SampleUpstream(HttpServer server) {
        this.server = server;
    }

    /** Starts on a free port of 127.0.0.1. */
    public static SampleUpstream start() {
        try {
            var sample = new SampleUpstream(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            sample.server.createContext("/", SampleUpstream::answer);
            sample.server.setExecutor(sample.threads);
            sample.server.start();
            return sample;
        } catch (IOException e) {
            throw new LocalFault("the sample upstream does not start: " + e.getMessage());
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var told = LocalJson.object();
            told.put("object", "sample_answer");
            told.put("method", exchange.getRequestMethod());
            told.put("path", exchange.getRequestURI().getRawPath());
            told.put("query", exchange.getRequestURI().getRawQuery());
            told.put("bodyBytes", body.length);
            told.put("organization", header(exchange, "Omni-Org-Id"));
            told.put("principal", header(exchange, "Omni-Principal-Id"));
            told.put("livemode", "true".equals(header(exchange, "Omni-Livemode")));
            told.put("requestId", header(exchange, "Request-Id"));
            var json = told.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
