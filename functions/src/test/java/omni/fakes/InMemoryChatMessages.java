package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return Optional.ofNullable(messages.get(key)).filter(message -> !isForgotten(message, now));
    }

    private static boolean isForgotten(ChatMessage message, Instant now) {
        return !now.isBefore(message.acceptedAt().plus(ChatMessage.REMEMBERED));
    }

    private static long nextVersion(@Nullable ChatMessage before, ChatMessage message) {
        var isFirst = before == null || (message.version() == 0 && isForgotten(before, message.acceptedAt()));
        return isFirst ? 0 : Objects.requireNonNull(before).version() + 1;
    }

    @Override
    public synchronized boolean put(ChatMessage message) {
        var before = messages.get(message.key());
        if (message.version() != nextVersion(before, message)) {
            return false;
        }
        messages.put(message.key(), message);
        return true;
    }

    @Override
    public synchronized List<ChatMessage> due(Instant now) {
        return messages.values().stream()
                .filter(message -> isDue(message, now))
                .sorted(Comparator.comparing(message -> dueAt(message).orElse(now)))
                .toList();
    }

    private static boolean isDue(ChatMessage message, Instant now) {
        return dueAt(message).filter(at -> !at.isAfter(now)).isPresent();
    }

    private static Optional<Instant> dueAt(ChatMessage message) {
        return switch (message.state()) {
            case Waiting(var _, var expiresAt) -> Optional.of(expiresAt);
            case ChatMessage.Accepted(var until) -> Optional.of(until.plusMillis(1));
            case ChatMessage.Ready(var _, var until) -> Optional.of(until.plusMillis(1));
            case ChatMessage.Running(var _, var until) -> Optional.of(until.plusMillis(1));
            case ChatMessage.Answered _, ChatMessage.Failed _ -> Optional.empty();
        };
    }

    @Override
    public synchronized Optional<ChatMessage> asking(ChatUser user, String questionId, Instant now) {
        return messages.values().stream()
                .filter(message -> message.key().user().equals(user) && asks(message, questionId))
                .findFirst();
    }

    private static boolean asks(ChatMessage message, String questionId) {
        return message.state() instanceof Waiting(var question, var _)
                && question.id().equals(questionId);
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
