package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import org.jspecify.annotations.Nullable;

/** One connection of a person's chat, over a real socket. */
final class ChatClient implements AutoCloseable {

    static final String QUESTION = "What is the latest 10-K of AAPL?";

    private static final String TICKETS = "/v1/agent-chat/tickets";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<JsonNode> frames = new ArrayList<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private JsonNode connected = LocalJson.object();

    private ChatClient(URI address) {
        try {
            socket = http.newWebSocketBuilder()
                    .buildAsync(address, new Listener())
                    .join();
        } catch (CompletionException e) {
            http.close();
            throw e;
        }
    }

    /** A new session; the server's first frame has come. */
    static ChatClient open(Customer person) throws InterruptedException {
        return open(ticket(person.browser(), "{}"));
    }

    /** The same session on another connection. */
    ChatClient again(Customer person) throws InterruptedException {
        return open(ticket(person.browser(), "{\"sessionId\":\"%s\"}".formatted(session())));
    }

    /** By a ticket's address, whoever it is of. */
    static ChatClient open(URI address) throws InterruptedException {
        var client = new ChatClient(address);
        client.connected = client.take("connected");
        return client;
    }

    /** The address of a new ticket. */
    static URI ticket(Client browser, String body) {
        var answer = browser.post(TICKETS, body).is(201);
        return URI.create(answer.field("url") + "?token=" + answer.field("token"));
    }

    /** Like {@link #open(URI)}; empty where the handshake is refused. */
    static Optional<ChatClient> opened(URI address) throws InterruptedException {
        try {
            return Optional.of(open(address));
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    /** Status and code of a handshake that is refused. */
    static String refused(URI address) {
        try (var _ = new ChatClient(address)) {
            return "opened";
        } catch (CompletionException e) {
            var answer = ((WebSocketHandshakeException) Objects.requireNonNull(e.getCause())).getResponse();
            return answer.statusCode() + " "
                    + LocalJson.parseObject(String.valueOf(answer.body()).getBytes(StandardCharsets.UTF_8))
                            .orElseThrow(() -> new AssertionError(answer.body()))
                            .path("code")
                            .asText();
        }
    }

    JsonNode connected() {
        return connected;
    }

    String session() {
        return connected.path("sessionId").asText();
    }

    /** How many messages the window had left when the connection was opened. */
    int remaining() {
        return connected.at("/rateLimit/remaining").asInt();
    }

    synchronized void say(String json) {
        socket.sendText(json, true).join();
    }

    void ask(String id, String text, String mode) {
        say("{\"type\":\"chat\",\"id\":\"%s\",\"text\":\"%s\",\"permissionMode\":\"%s\"}".formatted(id, text, mode));
    }

    /** All frames of a message, in their order, up to its end. */
    List<JsonNode> message(String id) throws InterruptedException {
        return message(id, frame -> frame.path("type").asText().equals("chat-complete"));
    }

    /** The frames of a message that come up to one of a kind; what follows stays to be read. */
    List<JsonNode> message(String id, Predicate<JsonNode> isLast) throws InterruptedException {
        var read = new ArrayList<JsonNode>();
        read.add(take(id, frame -> frame.path("replyTo").asText().equals(id)));
        var messageId = read.getFirst().path("messageId").asText("none");
        while (!isLast.test(read.getLast())
                && !read.getLast().path("type").asText().equals("error")) {
            read.add(take(id, frame -> frame.path("messageId").asText().equals(messageId)));
        }
        return read;
    }

    /** The first frame of a type. */
    JsonNode take(String type) throws InterruptedException {
        return take(type, frame -> frame.path("type").asText().equals(type));
    }

    /** What answers a frame of the client. */
    JsonNode answer(String id) throws InterruptedException {
        return take("answer to " + id, frame -> frame.path("replyTo").asText().equals(id));
    }

    /** The end of a message. */
    JsonNode end(String id) throws InterruptedException {
        return take(
                "end of " + id,
                frame -> frame.path("type").asText().equals("chat-complete")
                        && frame.path("replyTo").asText().equals(id));
    }

    private JsonNode take(String wanted, Predicate<JsonNode> isWanted) throws InterruptedException {
        var left = LocalTimeouts.FUNCTION.toNanos();
        lock.lock();
        try {
            while (true) {
                for (var frame : frames) {
                    if (isWanted.test(frame)) {
                        frames.remove(frame);
                        return frame;
                    }
                }
                assertThat(left).as("no %s came; there are %s", wanted, frames).isPositive();
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What nobody has taken. */
    List<JsonNode> rest() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    /** With which status the server has closed it. */
    int closedWith() throws InterruptedException {
        var status = closed.poll(LocalTimeouts.FUNCTION.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(status).as("closed").isNotNull();
        return status;
    }

    /** Closes it as a client does that has said all; with which status the server closes it, too. */
    int leave() throws InterruptedException {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return closedWith();
    }

    static List<String> types(List<JsonNode> frames) {
        return frames.stream().map(frame -> frame.path("type").asText()).toList();
    }

    /** Closes the connection before the end of its block. */
    void drop() {
        close();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                text.setLength(0);
                lock.lock();
                try {
                    frames.add(LocalJson.parseObject(bytes).orElseThrow());
                    more.signalAll();
                } finally {
                    lock.unlock();
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.add(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.add(1006);
        }
    }
}
