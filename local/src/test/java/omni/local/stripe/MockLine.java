package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A line to Stripe's own mock that writes down what was asked, and what the mock said to it. One that remembers gives lists of the
 * catalog as it was written, and customers without a past: the mock itself has its samples in every list.
 */
public final class MockLine implements AutoCloseable {

    private static final List<String> CARRIED =
            List.of("Authorization", "Content-Type", "Idempotency-Key", "Stripe-Version", "User-Agent");
    private static final Pattern ID = Pattern.compile("/[a-z]+_[A-Za-z0-9_]*[A-Z0-9][A-Za-z0-9_]*(?=/|$)");

    private final URI mock;
    private final Optional<MockMemory> memory;
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConcurrentLinkedQueue<Exchange> seen = new ConcurrentLinkedQueue<>();

    private record Exchange(String method, String path, String parameters, int status, String answer) {

        /** With {@code {}} for ids. */
        String operation() {
            return method + " " + ID.matcher(path).replaceAll("/{}");
        }
    }

    public static MockLine plain(URI mock) throws IOException {
        return new MockLine(mock, Optional.empty());
    }

    public static MockLine remembering(URI mock) throws IOException {
        return new MockLine(mock, Optional.of(new MockMemory()));
    }

    private MockLine(URI mock, Optional<MockMemory> memory) throws IOException {
        this.mock = mock;
        this.memory = memory;
        server.setExecutor(threads);
        server.createContext("/", this::carry);
        server.start();
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was asked so far, without ids. */
    public Set<String> operations() {
        var operations = new TreeSet<String>();
        seen.forEach(exchange -> operations.add(exchange.operation()));
        return operations;
    }

    /** The mock has found nothing to say against any request. */
    public void assertAccepted() {
        assertThat(seen)
                .as("requests that Stripe's mock refuses")
                .isNotEmpty()
                .filteredOn(exchange -> exchange.status >= 400)
                .isEmpty();
    }

    private void carry(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var answer = ask(exchange, body);
            var uri = exchange.getRequestURI();
            seen.add(new Exchange(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    uri.getQuery() + " " + new String(body, UTF_8),
                    answer.statusCode(),
                    new String(answer.body(), UTF_8)));
            var told = answer.statusCode() == 200 ? told(exchange, body, answer.body()) : answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), told.length);
            exchange.getResponseBody().write(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] told(HttpExchange exchange, byte[] body, byte[] answer) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (memory.isEmpty()) {
            return answer;
        }
        return exchange.getRequestMethod().equals("POST")
                ? memory.get().written(path, new String(body, UTF_8), answer)
                : memory.get().read(path, answer);
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(mock.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        CARRIED.stream()
                .filter(exchange.getRequestHeaders()::containsKey)
                .forEach(name ->
                        request.header(name, exchange.getRequestHeaders().getFirst(name)));
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
