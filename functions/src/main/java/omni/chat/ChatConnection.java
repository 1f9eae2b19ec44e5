package omni.chat;

import java.time.Duration;
import java.time.Instant;

/**
 * An open connection.
 *
 * @param id as the gateway calls it
 * @param sessionId of the chat that its messages belong to, where they name none
 */
public record ChatConnection(String id, ChatUser user, String sessionId, Instant openedAt) {

    /** How long the gateway leaves one open; it also closes one that was idle for ten minutes. */
    public static final Duration MAX_AGE = Duration.ofHours(2);
}
