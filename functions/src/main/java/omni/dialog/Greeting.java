package omni.dialog;

import java.time.InstantSource;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatLimits;
import omni.chat.ChatPush;
import omni.chat.ChatWindows;
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

    private static final int MAX_ATTEMPTS = 8;

    /** Waits between two attempts; they count from 1. */
    @FunctionalInterface
    public interface Pause {
        void after(int attempt);
    }

    /** Greets whoever opened the connection; nothing happens where it is closed by now. */
    public void on(String connectionId) {
        var connection = connections.find(connectionId);
        if (connection.isPresent()) {
            var frame = frame(connection.get()).json();
            for (var attempt = 1;
                    attempt <= MAX_ATTEMPTS && push.send(connectionId, frame) != ChatPush.Sent.SENT;
                    attempt++) {
                pause.after(attempt);
            }
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
