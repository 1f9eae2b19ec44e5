package omni.assistant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import omni.chat.ChatTool;
import omni.chat.ChatTools.ToolResult;
import omni.fakes.Bundled;
import omni.json.Fields;
import omni.json.Json;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.FilingSource;
import omni.sec.Lookup;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import omni.sec.bundled.BundledFilings;
import org.jspecify.annotations.Nullable;

/** The tools of the bundled catalog over the bundled data, and those of a product that knows the weather. */
public enum SampleProducts {
    SEC {
        @Override
        public List<ChatTool> tools() {
            return Bundled.CATALOG.routes().stream()
                    .flatMap(route -> route.tool().stream()
                            .map(tool -> new ChatTool(
                                    tool.name(),
                                    tool.title(),
                                    tool.description(),
                                    "sec",
                                    route.said().parameters())))
                    .toList();
        }

        @Override
        public ToolResult call(String name, Map<String, @Nullable Object> arguments) {
            var query = new LinkedHashMap<String, String>();
            arguments.forEach((key, value) -> query.put(key, String.valueOf(value)));
            return result(
                    switch (name) {
                        case "entities.resolve" -> new EntityLookup(FILINGS).resolve(query, true);
                        case "filings.latest" -> new FilingLookup(FILINGS).latest(query, true);
                        case "sections.get" ->
                            new SectionLookup(FILINGS).latest(query.getOrDefault("section_key", ""), query, true);
                        case "statements.get" ->
                            new StatementLookup(FILINGS).find(query.getOrDefault("statement_key", ""), query, true);
                        default -> throw new AssertionError(name);
                    });
        }

        private static ToolResult result(Lookup<?> lookup) {
            return switch (lookup) {
                case Lookup.Found<?> found -> new ToolResult(tree(found.record()), null);
                case Lookup.Refused<?>(var refusal) -> failure(refusal.code(), refusal.message(), false);
            };
        }
    },
    WEATHER {
        @Override
        public List<ChatTool> tools() {
            return Fields.of(WEATHER_FILE).requiredObjects("tools").stream()
                    .map(tool -> new ChatTool(
                            tool.requiredText("name", 1, 99),
                            tool.requiredText("title", 1, 99),
                            tool.requiredText("description", 1, 999),
                            tool.requiredText("source", 1, 99),
                            tool.tree("inputSchema")))
                    .toList();
        }

        @Override
        public ToolResult call(String name, Map<String, @Nullable Object> arguments) {
            return switch (name) {
                case "forecast.get" -> found("""
                        {"title": "Forecast", "days": [{"date": "2026-12-01", "high": 4.50, "low": -1, "summary": "Sleet"},
                        {"date": "2026-12-02", "high": 6, "low": 0, "summary": "Sun"}], "sourceUrl": "https://weather.example/f"}""");
                case "air.quality" -> found("{\"name\": \"Air\", \"index\": 41, \"pollutants\": []}");
                case "alerts.list" -> found("{\"alerts\": []}");
                case "stations.find" ->
                    "Nowhere".equals(arguments.get("name"))
                            ? failure("station_not_found", "There is no station near Nowhere.", false)
                            : found("{\"name\": \"Old Town\", \"station\": {\"stationId\": \"ST-0042\"}}");
                default ->
                    found(
                            "{\"title\": \"Records\", \"year\": 1999, \"months\": [{\"name\": \"May\", \"value\": 1234567}]}");
            };
        }

        private static ToolResult found(String json) {
            return new ToolResult(read(json), null);
        }
    };

    private static final FilingSource FILINGS = new BundledFilings();
    private static final Map<String, @Nullable Object> WEATHER_FILE = read(resource("weather.json"));

    public abstract List<ChatTool> tools();

    public abstract ToolResult call(String name, Map<String, @Nullable Object> arguments);

    static String resource(String name) {
        try (var file = Objects.requireNonNull(SampleProducts.class.getResourceAsStream("/assistant/" + name))) {
            return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a table of phrasings: product, what is asked, what is done. */
    static Stream<String[]> table(String name) {
        return resource(name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> {
                    var cells = line.split("\\|", 3);
                    return new String[] {cells[0].strip(), cells[1].strip(), cells[2].strip()};
                });
    }

    static Map<String, @Nullable Object> read(String json) {
        try {
            return Json.readObject(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(json, e);
        }
    }

    private static Map<String, @Nullable Object> tree(Object view) {
        return read(Json.text(view));
    }

    static ToolResult failure(String code, String message, boolean isRetryable) {
        return new ToolResult(null, read(Json.text(new Failure(code, message, new Details(isRetryable)))));
    }

    private record Failure(String code, String message, Details details) {}

    private record Details(boolean retryable) {}
}
