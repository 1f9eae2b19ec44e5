package omni.local.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A line to the simulator that can lose requests, or the answers to requests that arrived. */
final class LossyLine implements AutoCloseable {

    private static final List<String> CARRIED =
            List.of("Authorization", "Content-Type", "Idempotency-Key", "Stripe-Version", "User-Agent");

    private final URI target;
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger answersToSpoil = new AtomicInteger();
    private final AtomicReference<Interlude> interlude = new AtomicReference<>(Interlude.NONE);
    private volatile boolean down;
    private volatile UnaryOperator<byte[]> change = UnaryOperator.identity();

    /** What happens before a request that is still {@code left} requests away; none of them has number 0. */
    private record Interlude(int left, Runnable act) {
        private static final Interlude NONE = new Interlude(0, () -> {});
    }

    LossyLine(URI target) throws IOException {
        this.target = target;
        server.setExecutor(threads);
        server.createContext("/", this::carry);
        server.start();
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** That many answers come back as 500, although the request took effect. */
    void spoilAnswers(int count) {
        answersToSpoil.set(count);
    }

    /** From now on good answers come back as this makes of them. */
    void change(UnaryOperator<byte[]> made) {
        change = made;
    }

    /** Something happens at the other end before the {@code nth} request from now on arrives; 1 is the next. */
    void before(int nth, Runnable act) {
        interlude.set(new Interlude(nth, act));
    }

    private void play() {
        var now = interlude.getAndUpdate(before -> new Interlude(before.left() - 1, before.act()));
        if (now.left() == 1) {
            now.act().run();
        }
    }

    void goDown() {
        down = true;
    }

    void recover() {
        down = false;
        answersToLose.set(0);
    }

    private void carry(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (down) {
                throw new IOException("lost on the way");
            }
            play();
            var request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            CARRIED.stream()
                    .filter(exchange.getRequestHeaders()::containsKey)
                    .forEach(name ->
                            request.header(name, exchange.getRequestHeaders().getFirst(name)));
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (due(answersToLose)) {
                throw new IOException("lost on the way back");
            }
            int status = due(answersToSpoil) ? 500 : answer.statusCode();
            var body = status == 200 ? change.apply(answer.body()) : answer.body();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean due(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
