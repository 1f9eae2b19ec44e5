package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatMessages;
import omni.chat.ChatTurn;
import omni.chat.ChatUser;
import org.jspecify.annotations.Nullable;

/** Messages and sessions in memory. */
public final class InMemoryChatMessages implements ChatMessages {

    private static final int TURNS = 10;

    private record Session(ChatUser user, String id) {}

    private final Map<ChatMessage.Key, ChatMessage> messages = new HashMap<>();
    private final Map<Session, List<ChatTurn>> turns = new HashMap<>();

    @Override
    public synchronized Optional<ChatMessage> find(ChatMessage.Key key, Instant now) {
        return Optional.ofNullable(messages.get(key))
                .filter(message -> now.isBefore(message.acceptedAt().plus(ChatMessage.REMEMBERED)));
    }

    @Override
    public synchronized boolean put(ChatMessage message) {
        var before = messages.get(message.key());
        var expected = before == null ? 0 : before.version() + 1;
        if (message.version() != expected) {
            return false;
        }
        messages.put(message.key(), message);
        return true;
    }

    @Override
    public synchronized List<ChatMessage> due(Instant now) {
        return messages.values().stream()
                .filter(message -> isDue(message.state(), now))
                .sorted(Comparator.comparing(ChatMessage::acceptedAt))
                .toList();
    }

    private static boolean isDue(ChatMessage.State state, Instant now) {
        return switch (state) {
            case Waiting(var _, var expiresAt) -> !expiresAt.isAfter(now);
            case ChatMessage.Accepted(var until) -> until.isBefore(now);
            case ChatMessage.Ready(var _, var until) -> until.isBefore(now);
            case ChatMessage.Running(var _, var until) -> until.isBefore(now);
            case ChatMessage.Answered _, ChatMessage.Failed _ -> false;
        };
    }

    @Override
    public synchronized Optional<ChatMessage> asking(ChatUser user, String questionId, Instant now) {
        return messages.values().stream()
                .filter(message -> message.key().user().equals(user) && asks(message, questionId))
                .findFirst();
    }

    private static boolean asks(ChatMessage message, String questionId) {
        return message.state() instanceof Waiting(var question, var _) && question.id().equals(questionId);
    }

    @Override
    public synchronized List<ChatTurn> turns(ChatUser user, String sessionId) {
        return List.copyOf(turns.getOrDefault(new Session(user, sessionId), List.of()));
    }

    @Override
    public synchronized void addTurn(ChatUser user, String sessionId, ChatTurn turn, Instant now) {
        var all = turns.computeIfAbsent(new Session(user, sessionId), _ -> new ArrayList<>());
        all.add(turn);
        if (all.size() > TURNS) {
            all.removeFirst();
        }
    }

    /** A message as it stands; null for none. */
    public synchronized @Nullable ChatMessage at(ChatMessage.Key key) {
        return messages.get(key);
    }
}
