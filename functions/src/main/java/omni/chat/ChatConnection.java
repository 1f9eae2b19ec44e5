package omni.chat;

import java.time.Duration;
import java.time.Instant;

/**
 * An open connection.
 *
 * @param id as the gateway calls it
 * @param issuer with {@code subject} where the person is stored: each message asks anew whether they are still a member
 * @param sessionId of the chat that its messages belong to, where they name none
 */
public record ChatConnection(
        String id, ChatUser user, String issuer, String subject, String sessionId, Instant openedAt) {

    /** How long the gateway leaves one open; it also closes one that was idle for ten minutes. */
    public static final Duration MAX_AGE = Duration.ofHours(2);
}
