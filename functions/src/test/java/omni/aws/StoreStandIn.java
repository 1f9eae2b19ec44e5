package omni.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Secrets Manager as the wire has it, for reading a secret and writing one that is there. */
final class StoreStandIn implements AutoCloseable {

    /** What a request said of itself. */
    record Asked(
            @Nullable String target,
            @Nullable String authorization,
            @Nullable String type) {}

    final Map<String, String> texts = new ConcurrentHashMap<>();
    final List<Asked> asked = new ArrayList<>();
    final Deque<Integer> failures = new ArrayDeque<>();

    /** Counted down, requests are answered that came when {@code silent} was set. */
    final CountDownLatch speak = new CountDownLatch(1);

    volatile boolean silent;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    StoreStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = exchange.getRequestBody().readAllBytes();
            asked.add(new Asked(
                    headers.getFirst("X-Amz-Target"),
                    headers.getFirst("Authorization"),
                    headers.getFirst("Content-Type")));
            if (silent) {
                speak.await();
                return;
            }
            var failure = failures.poll();
            if (failure != null) {
                answer(exchange, failure, Map.of("__type", "InternalServiceError", "Message", "canary"));
                return;
            }
            var request = Json.readObject(body);
            var name = String.valueOf(request.get("SecretId"));
            var text = texts.get(name);
            if (text != null && request.get("SecretString") instanceof String written) {
                text = written;
                texts.put(name, text);
            }
            if (text == null) {
                answer(exchange, 400, Map.of("__type", "com.amazonaws#ResourceNotFoundException", "Message", "canary"));
            } else {
                answer(
                        exchange,
                        200,
                        Map.of("Name", "a", "VersionStages", List.of("AWSCURRENT"), "SecretString", text));
            }
        } catch (Json.MalformedJson e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, Object> json) throws IOException {
        var bytes = Json.text(json).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        speak.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
