package omni.chat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What opens one connection, once and soon (contract 14.1).
 *
 * @param sessionId of the chat that is to go on; null for a new one
 */
public record ChatTicket(
        String ticketId, ChatUser user, @Nullable String sessionId, Instant expiresAt) {

    public static final Duration LIFE = Duration.ofSeconds(60);

    /** How long the id of a used one is remembered. */
    public static final Duration REMEMBERED = Duration.ofSeconds(90);
}
