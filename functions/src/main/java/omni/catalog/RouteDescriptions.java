package omni.catalog;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import omni.json.Fields;
import org.jspecify.annotations.Nullable;

/** Reads what a catalog says of its routes; no two of them are one tool. */
final class RouteDescriptions {

    private static final Set<String> OWN_TOOLS =
            Set.of("billing.get", "limits.get", "billing.quote", "approval.request");
    private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_.-]*");

    private final Set<String> tools = new HashSet<>();

    RouteDescription of(Fields in, @Nullable PathTemplate template) {
        var parameters = in.tree("parameters");
        if (template != null) {
            new ParameterRules(in, parameters).check(template);
        }
        return new RouteDescription(
                Optional.ofNullable(in.text("summary", 1, 120)),
                Optional.ofNullable(in.text("description", 1, 2000)),
                parameters,
                in.object("tool").map(tool -> tool(in, tool)));
    }

    private RouteDescription.Tool tool(Fields route, Fields in) {
        var tool = new RouteDescription.Tool(
                in.requiredText("name", 1, 128),
                in.requiredText("title", 1, 120),
                in.requiredText("description", 1, 2000));
        in.refuseUnknown();
        if (!TOOL_NAME.matcher(tool.name()).matches()) {
            in.fault("name", "may hold letters, digits, '_', '-' and '.' only");
        } else if (OWN_TOOLS.contains(tool.name())) {
            in.fault("name", tool.name() + " is a tool of the product itself");
        } else if (!tools.add(tool.name())) {
            in.fault("name", tool.name() + " stands twice");
        }
        if (!route.has("parameters")) {
            route.fault("parameters", "is required for a tool: what may be asked");
        }
        return tool;
    }
}
