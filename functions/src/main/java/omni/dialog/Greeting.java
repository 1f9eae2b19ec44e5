package omni.dialog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatLimits;
import omni.chat.ChatPush;
import omni.chat.ChatWindows;
import omni.chat.Pause;
import omni.socket.ServerFrame.Connected;
import omni.socket.ServerFrame.RateLimit;

/**
 * Says {@code connected} on a connection that was opened just now (contract 14.3). The gateway lets nobody send on it before the function
 * that opened it has answered: until then it is gone, as one that is closed.
 */
public record Greeting(
        ChatConnections connections,
        ChatWindows windows,
        ChatLimits limits,
        ChatPush push,
        Pause pause,
        InstantSource clock) {

    /** Some ten seconds, by which every opening is answered. */
    private static final int MAX_ATTEMPTS = 40;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

    /** So soon after the opening it is said: before anything that answers what the client sends then. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /** Greets whoever opened the connection; nothing happens where it is closed by now. */
    public void on(String connectionId) {
        var connection = connections.find(connectionId);
        if (connection.isPresent()) {
            say(connectionId, frame(connection.get()).json());
        }
    }

    /** One of which nobody knows whether it arrived is not said again: it is the first frame, and there is one of it. */
    private void say(String connectionId, String frame) {
        var length = FIRST_PAUSE;
        for (var attempt = 1; !push.send(connectionId, frame).mayHaveArrived() && attempt < MAX_ATTEMPTS; attempt++) {
            pause.of(length);
            length = Collections.min(List.of(length.multipliedBy(2), LONGEST_PAUSE));
        }
    }

    private Connected frame(ChatConnection connection) {
        var now = clock.instant();
        var user = connection.user();
        var most = limits.messagesPerMinute();
        return new Connected(
                connection.id(),
                user.orgId(),
                user.userId(),
                connection.sessionId(),
                new RateLimit(most, limits.isEnabled() ? windows.remaining(user.userId(), most, now) : most),
                now);
    }
}
