package omni.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatRuns.Greet;
import omni.chat.ChatRuns.Run;
import omni.chat.ChatRuns.Work;
import org.jspecify.annotations.Nullable;

/** What the function that works on messages is invoked with, as a tree of JSON: {@code {"run":"greet"|"work", …}}. */
public final class ChatRunEvent {

    private static final String RUN = "run";
    private static final String GREET = "greet";
    private static final String WORK = "work";

    private ChatRunEvent() {}

    public static Map<String, Object> of(Run run) {
        var event = new LinkedHashMap<String, Object>();
        switch (run) {
            case Greet(var connectionId) -> {
                event.put(RUN, GREET);
                event.put("connectionId", connectionId);
            }
            case Work(var message) -> {
                event.put(RUN, WORK);
                event.put("orgId", message.user().orgId());
                event.put("userId", message.user().userId());
                event.put("sessionId", message.sessionId());
                event.put("messageId", message.id());
            }
        }
        return event;
    }

    /** The run of an event; empty where it is none. */
    public static Optional<Run> read(Map<String, @Nullable Object> event) {
        return switch (text(event, RUN)) {
            case GREET ->
                isThere(event, "connectionId") ? Optional.of(new Greet(text(event, "connectionId"))) : Optional.empty();
            case WORK ->
                isThere(event, "orgId", "userId", "sessionId", "messageId")
                        ? Optional.of(new Work(new ChatMessage.Key(
                                new ChatUser(text(event, "orgId"), text(event, "userId")),
                                text(event, "sessionId"),
                                text(event, "messageId"))))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isThere(Map<String, @Nullable Object> event, String... names) {
        for (var name : names) {
            if (text(event, name).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static String text(Map<String, @Nullable Object> event, String name) {
        return event.get(name) instanceof String value ? value : "";
    }
}
