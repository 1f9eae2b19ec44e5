package omni.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The port to messages and sessions. */
public interface ChatMessages {

    /** A message, read strongly consistent; one that is no longer remembered is absent. */
    Optional<ChatMessage> find(ChatMessage.Key key, Instant now);

    /**
     * Writes a message whose version is one more than that of the one it follows, or 0 for the first under its key.
     *
     * @return false when it was changed meanwhile
     */
    boolean put(ChatMessage message);

    /** Messages whose question a person has not answered in time, and those that were ready and nobody took up: the oldest first. */
    List<ChatMessage> due(Instant now);

    /** The message that asks a question of this user, read by the question's id. */
    Optional<ChatMessage> asking(ChatUser user, String questionId, Instant now);

    /** The latest turns of a session, the oldest first. */
    List<ChatTurn> turns(ChatUser user, String sessionId);

    /** Adds a turn, and forgets those before the latest ten. */
    void addTurn(ChatUser user, String sessionId, ChatTurn turn, Instant now);
}
