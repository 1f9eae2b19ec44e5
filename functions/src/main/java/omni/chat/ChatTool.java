package omni.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a chat may call: one of the catalog's, that only reads.
 *
 * @param source the id of the source that answers it
 * @param inputSchema JSON Schema (2020-12) of its arguments
 */
public record ChatTool(
        String name, String title, String description, String source, Map<String, @Nullable Object> inputSchema) {}
