package omni.chat;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run as the event of the function that does it: {@code {"greet":{…}}} or {@code {"work":{…}}}. */
public final class RunEvent {

    private static final String GREET = "greet";
    private static final String WORK = "work";
    private static final String CONNECTION = "connectionId";
    private static final String ORG = "orgId";
    private static final String USER = "userId";
    private static final String SESSION = "sessionId";
    private static final String ID = "id";

    private RunEvent() {}

    /** The event of a run. */
    public static Map<String, Map<String, String>> of(ChatRuns.Run run) {
        return switch (run) {
            case ChatRuns.Greet(var connectionId) -> Map.of(GREET, Map.of(CONNECTION, connectionId));
            case ChatRuns.Work(var key) ->
                Map.of(
                        WORK,
                        Map.of(
                                ORG, key.user().orgId(),
                                USER, key.user().userId(),
                                SESSION, key.sessionId(),
                                ID, key.id()));
        };
    }

    /** The run of an event; empty for what is none. */
    public static Optional<ChatRuns.Run> read(Map<String, ? extends @Nullable Object> event) {
        if (event.get(GREET) instanceof Map<?, ?> greet) {
            return text(greet, CONNECTION).map(ChatRuns.Greet::new);
        }
        return event.get(WORK) instanceof Map<?, ?> work ? work(work) : Optional.empty();
    }

    private static Optional<ChatRuns.Run> work(Map<?, ?> work) {
        var user = text(work, ORG).flatMap(org -> text(work, USER).map(id -> new ChatUser(org, id)));
        return user.flatMap(asks -> text(work, SESSION)
                .flatMap(session -> text(work, ID).map(id -> new ChatMessage.Key(asks, session, id)))
                .map(ChatRuns.Work::new));
    }

    private static Optional<String> text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
