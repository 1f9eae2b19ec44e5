package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's runtime API for one process: where a runtime asks for its next event and brings the answer, or the error.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {

    /** What a runtime told. */
    sealed interface Told {

        /** It asked for its first event: the function is initialized. */
        record Ready() implements Told {}

        record Answered(String requestId, String body) implements Told {}

        /**
         * It could not answer.
         *
         * @param at the path that it was told to: an invocation's or the initialization's
         */
        record Failed(String at, String error) implements Told {}

        /** The process ended, without being asked to. */
        record Gone(int exitCode) implements Told {}
    }

    private static final String NEXT = "/2018-06-01/runtime/invocation/next";
    private static final String RESPONSE = "/2018-06-01/runtime/invocation/(.+)/response";

    /** What the longest function may take; a runtime counts down from it. */
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private record Event(String requestId, String body) {}

    private final String arn;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private boolean ready;

    RuntimeApi(String arn) throws IOException {
        this.arn = arn;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** As {@code AWS_LAMBDA_RUNTIME_API} names it. */
    String address() {
        return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
    }

    void send(String requestId, String event) {
        events.add(new Event(requestId, event));
    }

    void gone(int exitCode) {
        told.add(new Told.Gone(exitCode));
    }

    /** The next thing that the runtime tells. */
    Told await(Duration timeouts) throws InterruptedException {
        var next = told.poll(timeouts.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("the runtime told nothing in " + timeouts);
        }
        return next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals(NEXT)) {
                next(exchange);
                return;
            }
            told.add(
                    path.matches(RESPONSE)
                            ? new Told.Answered(path.replaceAll(RESPONSE, "$1"), body)
                            : new Told.Failed(path, body));
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        try {
            ready();
            var event = events.take();
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            headers.set("Lambda-Runtime-Aws-Request-Id", event.requestId());
            headers.set("Lambda-Runtime-Invoked-Function-Arn", arn);
            headers.set("Lambda-Runtime-Trace-Id", "Root=1-69f4756e-0123456789abcdef01234567;Sampled=0");
            headers.set(
                    "Lambda-Runtime-Deadline-Ms",
                    Long.toString(Instant.now().plus(DEADLINE).toEpochMilli()));
            var body = event.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ready() {
        if (!ready) {
            ready = true;
            told.add(new Told.Ready());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
