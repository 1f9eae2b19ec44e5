package omni.local.socket;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import omni.local.gateway.GatewayPort;
import omni.local.gateway.LocalLambda;
import omni.local.machine.LocalJson;
import omni.local.machine.MovableClock;
import org.jspecify.annotations.Nullable;

/** A WebSocket API whose functions a test gives, and a client of it that is the JDK's own. */
public final class SocketWorld implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(20);

    public final MovableClock clock = MovableClock.inMemory(InstantSource.system());
    public final BlockingQueue<ObjectNode> connects = new LinkedBlockingQueue<>();
    public final BlockingQueue<ObjectNode> messages = new LinkedBlockingQueue<>();
    public final BlockingQueue<ObjectNode> disconnects = new LinkedBlockingQueue<>();
    public final AsyncInvocations invocations;
    public final SocketServer server;
    final HttpClient http = HttpClient.newHttpClient();

    /** What the functions do besides being noted. */
    public static final class Doing {
        public volatile UnaryOperator<ObjectNode> connect =
                _ -> LocalJson.object().put("statusCode", 200);
        public volatile UnaryOperator<ObjectNode> receive =
                _ -> LocalJson.object().put("statusCode", 200);
        public volatile RequestStreamHandler run = (_, _, _) -> {};
        public volatile Duration timeout = PATIENCE;
    }

    public SocketWorld(Doing doing) {
        RequestStreamHandler run = (input, output, context) -> doing.run.handleRequest(input, output, context);
        invocations = new AsyncInvocations(Map.of("RunChat", new LocalLambda("RunChat", "arn", run, doing.timeout)));
        server = SocketServer.start(
                new SocketSettings(
                        noted("OpenChat", connects, event -> doing.connect.apply(event)),
                        noted("ReceiveChatMessage", messages, event -> doing.receive.apply(event)),
                        noted("CloseChat", disconnects, event -> event),
                        invocations,
                        clock),
                GatewayPort.take(0, "--chat-port"));
    }

    private static LocalLambda noted(String name, BlockingQueue<ObjectNode> events, UnaryOperator<ObjectNode> does) {
        return new LocalLambda(
                name,
                "arn:" + name,
                (input, output, _) -> {
                    var event = LocalJson.parseObject(input.readAllBytes()).orElseThrow();
                    events.add(event);
                    output.write(LocalJson.bytes(does.apply(event)));
                },
                PATIENCE);
    }

    static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        var event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError("nothing came");
        }
        return event;
    }

    public URI url() {
        return server.url();
    }

    Client open() {
        return open("");
    }

    Client open(String query) {
        var client = new Client();
        client.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(server.url() + query), client)
                .join();
        return client;
    }

    /** As signed as this world asks for. */
    HttpResponse<String> signed(String method, String path, byte[] body) throws Exception {
        return ask(method, path, body, "AWS4-HMAC-SHA256 Credential=local");
    }

    HttpResponse<String> ask(String method, String path, byte[] body, String authorization) throws Exception {
        var url = server.url().toString().replace("ws://", "http://").replaceAll("/ws$", "") + path;
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", authorization)
                        .header("X-Amz-Invocation-Type", "Event")
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> command(String method, String connectionId, String body) throws Exception {
        return signed(
                method, "/ws/@connections/" + connectionId.replace("=", "%3D"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }

    /** What a client hears. */
    static final class Client implements WebSocket.Listener {

        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> pieces = new LinkedBlockingQueue<>();
        final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        volatile @Nullable WebSocket socket;

        WebSocket socket() {
            return java.util.Objects.requireNonNull(socket);
        }

        void say(String message) {
            socket().sendText(message, true).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            pieces.add(data.length());
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, java.nio.ByteBuffer payload) {
            pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.add(status);
            return null;
        }
    }
}
