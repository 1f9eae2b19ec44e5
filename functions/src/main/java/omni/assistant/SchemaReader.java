package omni.assistant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import omni.assistant.Parameter.Kind;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a tool from its input schema; what a schema says in a way that is not known here is passed over. */
final class SchemaReader {

    private static final Pattern ALIAS = Pattern.compile("(?i)as ([A-Za-z0-9_]+)\\.?");
    private static final Pattern NAMELIKE = Pattern.compile("\\p{Lu}\\p{Ll}.*");
    private static final long MANY = 1_000_000_000L;

    private final Map<String, @Nullable Object> properties;
    private final List<?> required;

    private SchemaReader(Map<String, @Nullable Object> schema) {
        this.properties = object(schema.get("properties"));
        this.required = list(schema.get("required"));
    }

    static Map<String, Parameter> parameters(Map<String, @Nullable Object> schema) {
        var reader = new SchemaReader(schema);
        var parameters = new LinkedHashMap<String, Parameter>();
        reader.properties.forEach((name, property) -> parameters.put(name, reader.parameter(name, object(property))));
        return parameters;
    }

    private Parameter parameter(String name, Map<String, @Nullable Object> property) {
        var description = text(property.get("description"));
        var type = text(property.get("type"));
        var examples =
                list(property.get("examples")).stream().map(String::valueOf).toList();
        var pattern = pattern(text(property.get("pattern")));
        var choices = choices(property, description, examples);
        var range = new Parameter.Range(
                number(property.get("minimum"), type.equals("string") ? 0 : Long.MIN_VALUE),
                number(property.get("maximum"), MANY));
        var isClosed = !list(property.get("enum")).isEmpty();
        var kind = isClosed ? Kind.CHOICE : kind(name, property, description, examples, pattern.isPresent(), range);
        return new Parameter(
                name,
                ResultTree.words(name),
                type,
                kind,
                description,
                choices,
                examples,
                pattern,
                range,
                alias(description),
                required.contains(name) && !property.containsKey("default"));
    }

    private Kind kind(
            String name,
            Map<String, @Nullable Object> property,
            String description,
            List<String> examples,
            boolean hasPattern,
            Parameter.Range range) {
        return switch (text(property.get("type"))) {
            case "integer", "number" -> isYear(name, description, range) ? Kind.YEAR : Kind.COUNT;
            case "boolean" -> Kind.TRUTH;
            case "string" -> ofText(name, property, description, examples, hasPattern);
            default -> Kind.OTHER;
        };
    }

    private Kind ofText(
            String name,
            Map<String, @Nullable Object> property,
            String description,
            List<String> examples,
            boolean hasPattern) {
        if (text(property.get("format")).equals("date") || description.contains("YYYY-MM-DD")) {
            return Kind.DATE;
        }
        if (hasPattern) {
            return Kind.CODE;
        }
        if (!examples.isEmpty()) {
            return examples.stream()
                            .allMatch(example -> NAMELIKE.matcher(example).matches())
                    ? Kind.NAME
                    : Kind.CODE;
        }
        var isOnlyWay = required.contains(name) && list(property.get("enum")).isEmpty();
        return isOnlyWay || Parameter.isForNames(name, description) ? Kind.NAME : Kind.OTHER;
    }

    private static boolean isYear(String name, String description, Parameter.Range range) {
        var words = (name + " " + description).toLowerCase(Locale.ROOT);
        return words.contains("year") || words.startsWith("fy") || (range.least() >= 1000 && range.most() < 3000);
    }

    private @Nullable String alias(String description) {
        var as = ALIAS.matcher(description.strip());
        return as.matches() && properties.containsKey(as.group(1)) ? as.group(1) : null;
    }

    private static List<Choice> choices(
            Map<String, @Nullable Object> property, String description, List<String> examples) {
        var listed = list(property.get("enum"));
        var described = Stream.of("oneOf", "anyOf")
                .flatMap(word -> list(property.get(word)).stream())
                .map(SchemaReader::object)
                .filter(each -> each.containsKey("const"))
                .toList();
        var choices = new ArrayList<Choice>();
        described.forEach(each -> choices.add(
                Choice.of(String.valueOf(each.get("const")), text(each.get("title")), text(each.get("description")))));
        var values = listed.isEmpty() ? examples : listed;
        for (var value : values) {
            var words = said(description, String.valueOf(value));
            if (value != null && described.isEmpty() && (!listed.isEmpty() || words.isPresent())) {
                choices.add(Choice.of(value, "", words.orElse("")));
            }
        }
        return choices;
    }

    /** What a description says of a value: {@code value: words, words; other: words.} */
    private static Optional<String> said(String description, String value) {
        var sought = Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(value) + ":([^;.]*)")
                .matcher(description);
        return sought.find() ? Optional.of(sought.group(1).strip()) : Optional.empty();
    }

    private static Optional<Pattern> pattern(String regex) {
        try {
            return regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            return Optional.empty(); // one of ECMA's, which is not Java's
        }
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Json.asObject(map) : Map.of();
    }
}
