package omni.call;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.chat.ChatTools.ToolResult;
import omni.http.ContentTypes;
import omni.http.Responses.Rendered;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** What a route's answer becomes as the answer of a chat's tool: an object, or an error with code, message and details. */
final class ChatToolAnswer {

    private static final int REFUSED = 400;
    private static final String UPSTREAM_ERROR = "upstream_error";

    private ChatToolAnswer() {}

    static ToolResult of(Rendered answer) {
        var tree = tree(answer);
        return answer.status() < REFUSED ? new ToolResult(tree, null) : error(answer.status(), tree);
    }

    static ToolResult refused(String code, String message, Map<String, @Nullable Object> details) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("code", code);
        error.put("message", message);
        error.put("details", details);
        return new ToolResult(null, error);
    }

    /** Ours, or one of the upstream's own that need not look like it. */
    private static ToolResult error(int status, Map<String, @Nullable Object> tree) {
        var code = tree.get("code") instanceof String text ? text : UPSTREAM_ERROR;
        var message = tree.get("message") instanceof String text ? text : "The API answered " + status + ".";
        var details = new LinkedHashMap<String, @Nullable Object>();
        if (tree.get("details") instanceof Map<?, ?> given) {
            details.putAll(Json.asObject(given));
        }
        details.putIfAbsent("status", status);
        return refused(code, message, details);
    }

    /** What is no object is told as the value of one; what is no JSON as its text. */
    private static Map<String, @Nullable Object> tree(Rendered answer) {
        if (answer.body().length() == 0) {
            return Map.of();
        }
        var type = answer.contentType();
        if (type != null && ContentTypes.json(type)) {
            try {
                var value = Json.read(answer.body().bytes());
                return value instanceof Map<?, ?> ? Json.asObject(value) : named("value", value);
            } catch (Json.MalformedJson e) {
                return text(answer);
            }
        }
        return text(answer);
    }

    private static Map<String, @Nullable Object> text(Rendered answer) {
        return named("text", new String(answer.body().bytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, @Nullable Object> named(String name, @Nullable Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put(name, value);
        return object;
    }
}
