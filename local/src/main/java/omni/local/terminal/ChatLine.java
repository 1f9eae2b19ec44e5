package omni.local.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;
import org.jspecify.annotations.Nullable;

/** An open connection of a chat, which it keeps open while nobody says anything (contract 14.4). */
final class ChatLine implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Heard LOST = new Heard(Optional.empty());

    /** The contract wants one in five minutes, and a gateway closes after ten. */
    static final Duration PING_EVERY = Duration.ofMinutes(4);

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final Thread pings;
    private CompletableFuture<WebSocket> sent;

    /** A frame; empty for the end of the connection. */
    record Heard(Optional<ObjectNode> frame) {}

    private ChatLine(URI url, Duration pingEvery) {
        pings = Thread.ofPlatform().daemon().name("chat-pings").unstarted(() -> ping(pingEvery));
        socket = HTTP.newWebSocketBuilder().buildAsync(url, new Listener()).join();
        sent = CompletableFuture.completedFuture(socket);
    }

    /**
     * Opens one.
     *
     * @param url with the ticket
     * @param pingEvery usually {@link #PING_EVERY}
     * @throws LocalFault where it is refused
     */
    static ChatLine open(URI url, Duration pingEvery) {
        try {
            var line = new ChatLine(url, pingEvery);
            line.pings.start();
            return line;
        } catch (CompletionException e) {
            throw new LocalFault(
                    e.getCause() instanceof WebSocketHandshakeException refused
                            ? "the connection is refused: "
                                    + refused.getResponse().statusCode()
                            : "the chat does not answer at " + url.getAuthority(),
                    e);
        }
    }

    /** Sends a frame; where the connection is lost, the next thing that is heard says so. */
    synchronized void say(ObjectNode frame) {
        // a socket takes one message at a time
        sent = sent.thenCompose(_ -> socket.sendText(frame.toString(), true)).exceptionally(_ -> {
            lose();
            return socket;
        });
    }

    private void ping(Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                say(LocalJson.object().put("type", "ping"));
            }
        } catch (InterruptedException e) {
            // closed or lost: nothing is to be kept open
        }
    }

    private void lose() {
        heard.add(LOST);
        pings.interrupt();
    }

    /** Its own pings have no id; what answers them is nobody's to read. */
    private static boolean isAnswerToOwnPing(ObjectNode frame) {
        return FrameText.text(frame, "type").equals("pong")
                && FrameText.text(frame, "replyTo").isEmpty();
    }

    /** What is heard next; empty where nothing is, in that time. */
    Optional<Heard> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        pings.interrupt();
        var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> null);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                LocalJson.parseObject(text.toString().getBytes(StandardCharsets.UTF_8))
                        .filter(frame -> !isAnswerToOwnPing(frame))
                        .ifPresent(frame -> heard.add(new Heard(Optional.of(frame))));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            lose();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            lose();
        }
    }
}
