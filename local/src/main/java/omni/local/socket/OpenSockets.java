package omni.local.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connections there are, those whose handshake is not over included. */
final class OpenSockets {

    private static final Duration END = Duration.ofSeconds(2);

    private final Map<String, SocketConnection> connections = new ConcurrentHashMap<>();

    void add(SocketConnection connection) {
        connections.put(connection.id(), connection);
    }

    void remove(SocketConnection connection) {
        connections.remove(connection.id());
    }

    /** One that is open: a handshake that is not over is none yet. */
    Optional<SocketConnection> find(String id) {
        return Optional.ofNullable(connections.get(id)).filter(SocketConnection::isOpen);
    }

    void closeExpired(Instant now) {
        connections.values().forEach(each -> each.closeIfExpired(now));
    }

    /** Closes all, and waits a moment until the functions have heard of it. */
    void closeAll() {
        var all = List.copyOf(connections.values());
        all.forEach(each -> each.close(SocketConnection.GOING_AWAY, "Going away"));
        try {
            for (var each : all) {
                each.awaitEnd(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
