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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;
import org.jspecify.annotations.Nullable;

/** An open connection of a chat. */
final class ChatLine implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Heard LOST = new Heard(Optional.empty());

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    /** A frame; empty for the end of the connection. */
    record Heard(Optional<ObjectNode> frame) {}

    private ChatLine(URI url) {
        socket = HTTP.newWebSocketBuilder().buildAsync(url, new Listener()).join();
    }

    /**
     * Opens one.
     *
     * @param url with the ticket
     * @throws LocalFault where it is refused
     */
    static ChatLine open(URI url) {
        try {
            return new ChatLine(url);
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
    void say(ObjectNode frame) {
        var _ = socket.sendText(frame.toString(), true).exceptionally(_ -> {
            heard.add(LOST);
            return null;
        });
    }

    /** What is heard next; empty where nothing is, in that time. */
    Optional<Heard> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> null);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                LocalJson.parseObject(text.toString().getBytes(StandardCharsets.UTF_8))
                        .ifPresent(frame -> heard.add(new Heard(Optional.of(frame))));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add(LOST);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add(LOST);
        }
    }
}
