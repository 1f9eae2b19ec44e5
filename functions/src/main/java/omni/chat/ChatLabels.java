package omni.chat;

import java.time.Instant;

/** The port to labels, and to what they are put on. Reads are strongly consistent. */
public interface ChatLabels {

    LabelBook find(ChatUser user);

    /**
     * Writes a person's labels, whose version is one more than that of those they follow.
     *
     * @return false when they were changed meanwhile
     */
    boolean put(ChatUser user, LabelBook book);

    SessionLabels onSession(ChatUser user, String sessionId);

    /**
     * Writes the labels of a chat, whose version is one more than that of those they follow.
     *
     * @param basis the person's labels, on which it was decided
     * @return false when either was changed meanwhile
     */
    boolean putOnSession(ChatUser user, String sessionId, SessionLabels labels, LabelBook basis, Instant now);
}
