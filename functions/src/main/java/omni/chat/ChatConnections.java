package omni.chat;

import java.time.Instant;
import java.util.Optional;

/** The port to open connections and used tickets. */
public interface ChatConnections {

    /**
     * Opens a connection for a ticket: the ticket's use, the user's count and the connection in one transaction.
     *
     * @param max how many the user may have open; one that is older than any can be is not counted
     */
    Opening open(ChatTicket ticket, ChatConnection connection, int max, Instant now);

    /** A connection, read strongly consistent. */
    Optional<ChatConnection> find(String connectionId);

    /** Forgets a connection that is closed; again, nothing happens. */
    void close(ChatConnection connection);

    /** How an opening ended. */
    enum Opening {
        OPENED,
        /** The ticket was used before. */
        TICKET_USED,
        /** The user has as many open as they may. */
        TOO_MANY
    }
}
