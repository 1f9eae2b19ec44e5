package omni.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.StoreUnavailable;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatTicket;

/** Connections and used tickets in memory. The store can be switched off. */
public final class InMemoryChatConnections implements ChatConnections {

    private final Map<String, ChatConnection> connections = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private boolean reachable = true;

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    @Override
    public synchronized Opening open(ChatTicket ticket, ChatConnection connection, int max, Instant now) {
        check();
        if (used.contains(ticket.ticketId())) {
            return Opening.TICKET_USED;
        }
        var open = connections.values().stream()
                .filter(each -> each.user().userId().equals(connection.user().userId()))
                .filter(each -> each.openedAt().plus(ChatConnection.MAX_AGE).isAfter(now))
                .count();
        if (open >= max) {
            return Opening.TOO_MANY;
        }
        used.add(ticket.ticketId());
        connections.put(connection.id(), connection);
        return Opening.OPENED;
    }

    @Override
    public synchronized Optional<ChatConnection> find(String connectionId) {
        check();
        return Optional.ofNullable(connections.get(connectionId));
    }

    @Override
    public synchronized void close(ChatConnection connection) {
        check();
        connections.remove(connection.id());
    }

    private void check() {
        if (!reachable) {
            throw new StoreUnavailable("a connection", new IllegalStateException("switched off"));
        }
    }
}
