package omni.local.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import omni.local.machine.LocalJson;

/**
 * What a person may type after a slash, as the frame that it means.
 *
 * @param session that labels are put on
 */
record ChatCommands(String session) {

    static final Set<String> MODES = Set.of("safe", "ask", "allow-all");

    static final String USAGE = """
            /mode safe|ask|allow-all            you are asked before a plan of several tools (safe, the default),
                                                before every tool (ask), or never (allow-all)
            /label create NAME [string|number|date]
            /label delete|unassign ID
            /label assign ID [VALUE]            on this session
            /sources connect|disconnect ID      where tools come from; ID is sec or upstream
            /ping                               whether the chat answers
            /quit""";

    /** Empty for what is no command. */
    Optional<ObjectNode> frame(String[] words) {
        return switch (words[0]) {
            case "label" -> words.length < 3 ? Optional.empty() : label(words);
            case "sources" -> words.length == 3 ? source(words[1], words[2]) : Optional.empty();
            case "ping" -> Optional.of(typed("ping"));
            default -> Optional.empty();
        };
    }

    private Optional<ObjectNode> label(String[] words) {
        var more = words.length > 3 ? Optional.of(words[3]) : Optional.<String>empty();
        return switch (words[1]) {
            case "create" -> {
                var frame = typed("label-create");
                var label = frame.putObject("label").put("name", words[2]);
                more.ifPresent(type -> label.put("valueType", type));
                yield Optional.of(frame);
            }
            case "delete" -> Optional.of(typed("label-delete").put("labelId", words[2]));
            case "unassign" ->
                Optional.of(typed("label-unassign").put("labelId", words[2]).put("sessionId", session));
            case "assign" -> {
                var frame = typed("label-assign").put("labelId", words[2]).put("sessionId", session);
                more.ifPresent(value -> frame.put("value", value));
                yield Optional.of(frame);
            }
            default -> Optional.empty();
        };
    }

    private static Optional<ObjectNode> source(String what, String id) {
        return what.equals("connect") || what.equals("disconnect")
                ? Optional.of(typed("source-" + what).put("sourceId", id))
                : Optional.empty();
    }

    private static ObjectNode typed(String type) {
        return LocalJson.object().put("type", type);
    }
}
