package stripesimulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stripesimulator.account.Wire;
import stripesimulator.api.Answers.Answer;
import stripesimulator.api.Api;
import stripesimulator.api.ApiError;
import stripesimulator.api.Form;
import stripesimulator.api.JsonForm;
import stripesimulator.page.BillingPortalPage;
import stripesimulator.page.CardEntry;
import stripesimulator.page.HostedPage;
import stripesimulator.page.HostedPages;

/** The HTTP server, on loopback only: bytes in, bytes out, one virtual thread a request. */
final class Front implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Front.class.getName());
    private static final int BODY_BYTES_AT_MOST = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private volatile Consumer<StripeSimulator.SeenRequest> watcher = _ -> {};

    private Front(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /** Takes the port (0: any free one), but answers nothing yet. */
    static Front bind(int port) throws IOException {
        return new Front(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void watch(Consumer<StripeSimulator.SeenRequest> somebody) {
        watcher = somebody;
    }

    void serve(Api api, HostedPage page, BillingPortalPage portal, CardEntry entry, Dashboard dashboard) {
        handle("/", exchange -> api(exchange, api));
        handle("/pay/", exchange -> page(exchange, page, "/pay/"));
        handle("/portal/", exchange -> page(exchange, portal, "/portal/"));
        handle("/_sim/pay/", exchange -> entry(exchange, entry));
        handle(Dashboard.PATH, exchange -> {
            var answer = exchange.getRequestMethod().equals("POST")
                    ? dashboard.act(exchange.getRequestURI().getPath(), body(exchange))
                    : Answer.refusal(405, "Only POST is taken here.");
            send(exchange, answer.status(), "application/json", Wire.bytes(answer.body()));
        });
        server.start();
    }

    /** Takes what controls the simulator from now on. */
    void control(Controls controls) {
        handle("/_sim/", exchange -> {
            var answer = controls.handle(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body(exchange));
            send(exchange, answer.status(), "application/json", Wire.bytes(answer.body()));
        });
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void handle(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (Guard.isFromThisMachine(exchange.getRequestHeaders())) {
                    answerOrSayWhy(exchange, handler);
                } else {
                    send(exchange, 403, "text/plain", "Only this machine may ask here.\n".getBytes(UTF_8));
                }
            }
        });
    }

    private static void answerOrSayWhy(HttpExchange exchange, Handler handler) throws IOException {
        try {
            handler.handle(exchange);
        } catch (ApiError refusal) {
            send(exchange, refusal.status(), "application/json", Wire.bytes(refusal.body()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The Stripe simulator failed at " + exchange.getRequestURI(), e);
            var fault = ApiError.fault();
            send(exchange, fault.status(), "application/json", Wire.bytes(fault.body()));
        }
    }

    private void api(HttpExchange exchange, Api api) throws IOException {
        var headers = exchange.getRequestHeaders();
        var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        var body = isJson(headers.getFirst("Content-Type")) ? JsonForm.encode(body(exchange)) : body(exchange);
        var parameters = query.isEmpty() || body.isEmpty() ? query + body : query + "&" + body;
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        watcher.accept(new StripeSimulator.SeenRequest(
                method,
                path,
                parameters,
                Objects.requireNonNullElse(headers.getFirst("Idempotency-Key"), ""),
                Objects.requireNonNullElse(headers.getFirst("Stripe-Version"), ""),
                Objects.requireNonNullElse(headers.getFirst("User-Agent"), "")));
        var answered = api.handle(new Api.Request(
                method,
                path,
                parameters,
                headers.getFirst("Authorization"),
                Optional.ofNullable(headers.getFirst("Idempotency-Key"))));
        if (answered.isEmpty()) {
            return; // closed without an answer: the client sees the connection break
        }
        var reply = answered.get();
        label(exchange, reply);
        send(
                exchange,
                reply.answer().status(),
                "application/json",
                Wire.bytes(reply.answer().body()));
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("application/json");
    }

    private static void label(HttpExchange exchange, Api.Reply reply) {
        var asked = exchange.getRequestHeaders();
        var headers = exchange.getResponseHeaders();
        headers.set("Request-Id", reply.requestId());
        headers.set(
                "Stripe-Version",
                Objects.requireNonNullElse(asked.getFirst("Stripe-Version"), StripeSimulator.API_VERSION));
        Optional.ofNullable(asked.getFirst("Idempotency-Key")).ifPresent(key -> headers.set("Idempotency-Key", key));
        if (reply.replayed()) {
            headers.set("Idempotent-Replayed", "true");
            headers.set("Original-Request", reply.answer().requestId());
        }
        if (reply.answer().body().path("error").path("code").asText().equals("rate_limit")) {
            headers.set("Stripe-Rate-Limited-Reason", "global-rate");
        }
        if (reply.answer().status() == 401) {
            headers.set("WWW-Authenticate", "Basic realm=\"Stripe\"");
        }
    }

    private static void page(HttpExchange exchange, HostedPages page, String path) throws IOException {
        var session = exchange.getRequestURI().getPath().substring(path.length());
        var reply = switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> page.show(session);
            case "POST" -> page.submit(session, Form.parse(body(exchange)));
            default -> new HostedPages.Reply.Page(405, "");
        };
        var headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        headers.set("Referrer-Policy", "no-referrer");
        switch (reply) {
            case HostedPages.Reply.Page(var status, var html) ->
                send(exchange, status, "text/html", html.getBytes(UTF_8));
            case HostedPages.Reply.Redirect(var location) -> {
                headers.set("Location", location);
                send(exchange, 303, "text/html", new byte[0]);
            }
        }
    }

    private static void entry(HttpExchange exchange, CardEntry entry) throws IOException {
        var session = exchange.getRequestURI().getPath().substring("/_sim/pay/".length());
        var answer = exchange.getRequestMethod().equals("POST")
                ? entry.enter(session, body(exchange))
                : Answer.refusal(405, "Only POST is taken here.");
        send(exchange, answer.status(), "application/json", Wire.bytes(answer.body()));
    }

    private static String body(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_AT_MOST + 1);
        if (bytes.length > BODY_BYTES_AT_MOST) {
            throw ApiError.tooLarge(BODY_BYTES_AT_MOST);
        }
        return new String(bytes, UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
