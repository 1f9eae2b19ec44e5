package omni.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers what a test says Stripe would. An answer is said for a path, or for a path with parameters, as {@code
 * /v1/invoices?status=open}; the one that fits with most parameters is given. Whatever is said for nothing is missing.
 */
final class StripeStub implements AutoCloseable {

    private static final Duration HUNG = Duration.ofMinutes(1);
    private static final String MISSING = """
            {"error":{"type":"invalid_request_error","code":"resource_missing","message":"There is no such thing"}}""";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    StripeStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        asked.add(exchange.getRequestMethod() + " " + uri.getPath());
        var given = List.of(Optional.ofNullable(uri.getQuery()).orElse("").split("&"));
        // A page that says there is more is followed by one that holds nothing.
        boolean following = given.stream().anyMatch(one -> one.startsWith("starting_after="));
        var found = following ? Optional.of(list()) : find(uri.getPath(), given);
        var body = found.orElse(MISSING).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Optional<String> find(String path, List<String> given) {
        return answers.keySet().stream()
                .filter(key -> key.split("\\?", 2)[0].equals(path))
                .filter(key -> given.containsAll(parameters(key)))
                .max(Comparator.comparingInt(key -> parameters(key).size()))
                .map(answers::get);
    }

    private static List<String> parameters(String key) {
        var parts = key.split("\\?", 2);
        return parts.length == 1 ? List.of() : Arrays.asList(parts[1].split("&"));
    }

    void says(String path, String answer) {
        answers.put(path, answer);
    }

    /** All that is said, by path. */
    Map<String, String> said() {
        return new HashMap<>(answers);
    }

    /** Methods and paths, in the order in which they were asked. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    static String list(String... objects) {
        return "{\"object\":\"list\",\"has_more\":false,\"data\":[" + String.join(",", objects) + "]}";
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    StripePayments payments() {
        return new StripePayments(
                "sk_test_obviously_fake", Optional.of(base()), new StripePayments.Limits(HUNG, HUNG, 0, Duration.ZERO));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
