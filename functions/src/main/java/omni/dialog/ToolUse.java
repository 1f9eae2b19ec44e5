package omni.dialog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of a tool that is about to be made. */
record ToolUse(String toolCallId, String name, Map<String, @Nullable Object> arguments) {}
