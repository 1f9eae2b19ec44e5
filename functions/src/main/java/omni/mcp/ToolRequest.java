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
import java.util.stream.Stream;
import omni.http.Request;
import omni.json.Fields;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/** The request of a route that a tool's call stands for: made of its arguments, and of what came with the message. */
public final class ToolRequest {

    private static final String JSON = "application/json";

    /** What speaks of the message and not of the call. */
    private static final Set<String> OF_MESSAGE = Set.of(
            "accept",
            "transfer-encoding",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            "range");

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
                places.put(name, text(value));
            } else if (value != null) {
                others.put(name, value);
            }
        });
        var query = tool.hasBody() ? Map.<String, String>of() : texts(others);
        var all = new LinkedHashMap<String, List<String>>();
        query.forEach((name, value) -> all.put(name, List.of(value)));
        var headers = headers(message, tool);
        return new Request(
                tool.method(),
                path(tool, places),
                places,
                query,
                all,
                first(headers),
                headers,
                new Body(tool.hasBody() ? Json.write(others) : new byte[0]),
                message.sourceAddress(),
                message.authorizer());
    }

    private static Map<String, String> texts(Map<String, @Nullable Object> values) {
        var texts = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    private static String path(Tool tool, Map<String, String> places) {
        var path = tool.template().text();
        for (var place : places.entrySet()) {
            var encoded =
                    URLEncoder.encode(place.getValue(), StandardCharsets.UTF_8).replace("+", "%20");
            path = path.replace("{" + place.getKey() + "}", encoded);
        }
        return path;
    }

    /** Those that came, and what the route is asked with in place of the message's own. */
    private static Map<String, List<String>> headers(Request message, Tool tool) {
        var kept = new LinkedHashMap<String, List<String>>();
        Stream.of(message.headers().keySet(), message.multiHeaders().keySet())
                .flatMap(Set::stream)
                .filter(ToolRequest::isOfCall)
                .forEach(name -> kept.put(name, message.headerValues(name)));
        kept.put("accept", List.of(JSON));
        if (tool.hasBody()) {
            kept.put("content-type", List.of(JSON));
        }
        return kept;
    }

    private static Map<String, String> first(Map<String, List<String>> headers) {
        var first = new LinkedHashMap<String, String>();
        headers.forEach((name, values) -> first.put(name, values.getFirst()));
        return first;
    }

    private static boolean isOfCall(String header) {
        var name = header.toLowerCase(Locale.ROOT);
        return !OF_MESSAGE.contains(name) && !name.startsWith("mcp-") && !name.startsWith("content-");
    }
}
