package omni.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.json.Fields;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** A message that calls a tool with arguments that its route can be asked with. */
public record ToolCall(Message.Call call, Tool tool, Map<String, @Nullable Object> arguments) {

    /** The call that a message is; empty for any other one, and for one that is not as the tool's schema says. */
    public static Optional<ToolCall> of(Message message, Toolbox tools) {
        return message instanceof Message.Call call
                ? tool(call, tools)
                        .filter(tool -> faults(call, tool).isEmpty())
                        .map(tool -> new ToolCall(call, tool, arguments(call)))
                : Optional.empty();
    }

    static Optional<Tool> tool(Message.Call call, Toolbox tools) {
        return call.method().equals("tools/call") ? tools.find(call.params().get("name")) : Optional.empty();
    }

    static List<Fields.Fault> faults(Message.Call call, Tool tool) {
        var given = call.params().get("arguments");
        return given == null || given instanceof Map<?, ?>
                ? ToolRequest.faults(tool, arguments(call))
                : List.of(new Fields.Fault("arguments", "must be an object"));
    }

    private static Map<String, @Nullable Object> arguments(Message.Call call) {
        var given = call.params().get("arguments");
        return given == null ? Map.of() : Json.asObject(given);
    }
}
