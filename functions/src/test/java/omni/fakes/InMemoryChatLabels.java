package omni.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omni.chat.ChatLabels;
import omni.chat.ChatUser;
import omni.chat.LabelBook;
import omni.chat.SessionLabels;

/** Labels in memory. */
public final class InMemoryChatLabels implements ChatLabels {

    private record Session(ChatUser user, String id) {}

    private final Map<ChatUser, LabelBook> books = new HashMap<>();
    private final Map<Session, SessionLabels> sessions = new HashMap<>();

    @Override
    public synchronized LabelBook find(ChatUser user) {
        return books.getOrDefault(user, LabelBook.EMPTY);
    }

    @Override
    public synchronized boolean put(ChatUser user, LabelBook book) {
        if (find(user).version() != book.version() - 1) {
            return false;
        }
        books.put(user, book);
        return true;
    }

    @Override
    public synchronized SessionLabels onSession(ChatUser user, String sessionId) {
        return sessions.getOrDefault(new Session(user, sessionId), SessionLabels.EMPTY);
    }

    @Override
    public synchronized boolean putOnSession(
            ChatUser user, String sessionId, SessionLabels labels, LabelBook basis, Instant now) {
        if (onSession(user, sessionId).version() != labels.version() - 1
                || find(user).version() != basis.version()) {
            return false;
        }
        sessions.put(new Session(user, sessionId), labels);
        return true;
    }
}
