package omni.chat;

/**
 * What bounds a person's chats (contract 14.4).
 *
 * @param messagesPerMinute {@code RATE_LIMIT_CHAT_RPM}: messages that are accepted in any 60 seconds
 * @param isEnabled {@code RATE_LIMIT_ENABLED}: whether that is kept
 * @param maxConnections {@code chat.maxConnectionsPerUser}: how many may be open at a time
 */
public record ChatLimits(int messagesPerMinute, boolean isEnabled, int maxConnections) {

    /** As many places as a user's window can ever have. */
    public static final int MOST_MESSAGES_PER_MINUTE = 600;

    public static final int MOST_CONNECTIONS = 100;

    public ChatLimits {
        if (messagesPerMinute < 1 || messagesPerMinute > MOST_MESSAGES_PER_MINUTE) {
            throw new IllegalArgumentException("a window has 1 to " + MOST_MESSAGES_PER_MINUTE + " places");
        }
        if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("a user has 1 to " + MOST_CONNECTIONS + " connections");
        }
    }
}
