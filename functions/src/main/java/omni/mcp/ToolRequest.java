package omni.mcp;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import omni.http.Request;
import omni.json.Fields;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/** The request of a route that a tool's call stands for: made of its arguments, and of what came with the message. */
public final class ToolRequest {

    /** What speaks of the message and not of the call. */
    private static final Set<String> OF_MESSAGE =
            Set.of("accept", "content-type", "content-length", "content-encoding", "transfer-encoding");

    private ToolRequest() {}

    /** What is wrong with the arguments; empty where the route can be asked. Values are the route's to judge. */
    public static List<Fields.Fault> faults(Tool tool, Map<String, @Nullable Object> arguments) {
        var faults = new ArrayList<Fields.Fault>();
        arguments.forEach((name, value) -> {
            if (!tool.arguments().contains(name)) {
                faults.add(new Fields.Fault(name, "is not an argument of " + tool.name()));
            } else if (!tool.hasBody() && !isPlain(value)) {
                faults.add(new Fields.Fault(name, "must be a text, a number, true or false"));
            }
        });
        tool.required().stream()
                .filter(name -> arguments.get(name) == null || "".equals(arguments.get(name)))
                .forEach(name -> faults.add(new Fields.Fault(name, "is required")));
        return faults;
    }

    private static boolean isPlain(@Nullable Object value) {
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    /** The route's request. Arguments that are null are left out. */
    public static Request of(Request message, Tool tool, Map<String, @Nullable Object> arguments) {
        var places = new LinkedHashMap<String, String>();
        var others = new LinkedHashMap<String, @Nullable Object>();
        arguments.forEach((name, value) -> {
            if (tool.template().parameters().contains(name)) {
                places.put(name, String.valueOf(value));
            } else if (value != null) {
                others.put(name, value);
            }
        });
        var query = tool.hasBody() ? Map.<String, String>of() : texts(others);
        var all = new LinkedHashMap<String, List<String>>();
        query.forEach((name, value) -> all.put(name, List.of(value)));
        return new Request(
                tool.method(),
                path(tool, places),
                places,
                query,
                all,
                headers(message.headers(), tool),
                lists(message.multiHeaders()),
                new Body(tool.hasBody() ? Json.write(others) : new byte[0]),
                message.sourceAddress(),
                message.authorizer());
    }

    private static Map<String, String> texts(Map<String, @Nullable Object> values) {
        var texts = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> texts.put(
                name, value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value)));
        return texts;
    }

    private static String path(Tool tool, Map<String, String> places) {
        var path = tool.template().text();
        for (var place : places.entrySet()) {
            var encoded = URLEncoder.encode(place.getValue(), StandardCharsets.UTF_8)
                    .replace("+", "%20");
            path = path.replace("{" + place.getKey() + "}", encoded);
        }
        return path;
    }

    private static Map<String, String> headers(Map<String, String> headers, Tool tool) {
        var kept = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            if (isOfCall(name)) {
                kept.put(name, value);
            }
        });
        kept.put("accept", "application/json");
        if (tool.hasBody()) {
            kept.put("content-type", "application/json");
        }
        return kept;
    }

    private static Map<String, List<String>> lists(Map<String, List<String>> headers) {
        var kept = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, values) -> {
            if (isOfCall(name)) {
                kept.put(name, values);
            }
        });
        return kept;
    }

    private static boolean isOfCall(String header) {
        var name = header.toLowerCase(Locale.ROOT);
        return !OF_MESSAGE.contains(name) && !name.startsWith("mcp-");
    }
}
