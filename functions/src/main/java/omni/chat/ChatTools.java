package omni.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The port to the tools of a chat. What they answer is part of the message, and billed with it. */
public interface ChatTools {

    /** Those of the catalog that only read, in the catalog's order. */
    List<ChatTool> all();

    /** Those of them that a person's organization may call by its plan. */
    List<ChatTool> of(ChatUser user);

    /** Calls a tool on behalf of a person. */
    ToolResult call(
            ChatUser user, String requestId, String name, Map<String, @Nullable Object> arguments, Instant deadline);

    /** What a tool answered: one of the two is there. */
    record ToolResult(
            @Nullable Map<String, @Nullable Object> result,
            @Nullable Map<String, @Nullable Object> error) {}
}
