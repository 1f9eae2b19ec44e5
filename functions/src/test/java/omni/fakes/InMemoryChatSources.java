package omni.fakes;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omni.chat.ChatSources;
import omni.chat.ChatUser;

/** Disconnected sources in memory. */
public final class InMemoryChatSources implements ChatSources {

    private final Map<ChatUser, Set<String>> disconnected = new ConcurrentHashMap<>();

    @Override
    public Set<String> disconnected(ChatUser user) {
        return Set.copyOf(disconnected.getOrDefault(user, Set.of()));
    }

    @Override
    public void connect(ChatUser user, String sourceId) {
        disconnected.computeIfPresent(user, (_, before) -> {
            var after = new HashSet<>(before);
            after.remove(sourceId);
            return after;
        });
    }

    @Override
    public void disconnect(ChatUser user, String sourceId) {
        disconnected.compute(user, (_, before) -> {
            var after = before == null ? new HashSet<String>() : new HashSet<>(before);
            after.add(sourceId);
            return after;
        });
    }
}
