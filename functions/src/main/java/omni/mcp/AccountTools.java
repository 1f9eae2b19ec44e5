package omni.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.catalog.PathTemplate;
import org.jspecify.annotations.Nullable;

/** The tools of the product's own routes (contract 13.2): what an agent asks before it spends. */
public final class AccountTools {

    private static final int MAX_TEXT = 1024;

    public static final List<Tool> ALL = List.of(
            new Tool(
                    "billing.get",
                    "Billing of the organization",
                    "Tells where the organization stands: billing state, plan, grant, spend, budget and what to do next.",
                    "GET",
                    PathTemplate.of("/v1/billing"),
                    null,
                    object(Map.of(), List.of()),
                    true,
                    true),
            new Tool(
                    "limits.get",
                    "Limits of the caller",
                    "Tells the rate limits, the AI quota, and what a call of each meter class would meet now.",
                    "GET",
                    PathTemplate.of("/v1/limits"),
                    null,
                    object(Map.of(), List.of()),
                    true,
                    true),
            new Tool(
                    "billing.quote",
                    "Quote for calls",
                    "Tells what a number of calls would cost and whether they would be served, before they are made.",
                    "POST",
                    PathTemplate.of("/v1/billing/quote"),
                    null,
                    object(quote(), List.of()),
                    true,
                    true));

    private AccountTools() {}

    private static Map<String, @Nullable Object> quote() {
        var properties = new LinkedHashMap<String, @Nullable Object>();
        properties.put("meterClass", text("What is metered: a key of limits.get. Either this or path."));
        properties.put("path", text("Path of a route, with its parameters filled in."));
        properties.put("method", text("Method of the route; GET if left out."));
        properties.put("units", new Count("integer", 1, 1_000_000, "How many calls; 1 if left out."));
        return properties;
    }

    private record Text(String type, int maxLength, String description) {}

    private record Count(String type, int minimum, int maximum, String description) {}

    private static Text text(String description) {
        return new Text("string", MAX_TEXT, description);
    }

    private static Map<String, @Nullable Object> object(
            Map<String, @Nullable Object> properties, List<String> required) {
        var schema = new LinkedHashMap<String, @Nullable Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return Tool.closed(schema);
    }
}
