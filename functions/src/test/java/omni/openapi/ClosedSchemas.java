package omni.openapi;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the file as JSON Schema, with every object closed where it stands as a value: a field that no schema there
 * speaks of is a fault. Parts of an {@code allOf} stay open for each other's fields.
 */
final class ClosedSchemas {

    private static final String DEFINITIONS = "urn:omni:api";
    private static final String IN_FILE = "#/components/schemas/";

    private final SchemaRegistry registry;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    ClosedSchemas(Map<String, @Nullable Object> schemas) {
        var definitions = new LinkedHashMap<String, @Nullable Object>();
        schemas.forEach((name, schema) -> definitions.put(name, part(schema)));
        var text = Json.text(Map.of("$id", DEFINITIONS, "$defs", definitions));
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(DEFINITIONS, text))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** What is wrong with a JSON text under a schema of the file. */
    List<String> faults(Map<String, @Nullable Object> schema, String json) {
        var text = Json.text(value(schema));
        return compiled.computeIfAbsent(text, registry::getSchema).validate(json, InputFormat.JSON).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    /** A schema where a value stands. */
    private static Object value(@Nullable Object schema) {
        var closed = new LinkedHashMap<>(part(schema));
        closed.put("unevaluatedProperties", false);
        return closed;
    }

    /** A schema that others may add to. */
    private static Map<String, @Nullable Object> part(@Nullable Object schema) {
        var part = new LinkedHashMap<String, @Nullable Object>();
        Json.asObject(schema).forEach((keyword, said) -> {
            if (!keyword.startsWith("x-")) {
                part.put(keyword, keyword(keyword, said));
            }
        });
        return part;
    }

    private static @Nullable Object keyword(String keyword, @Nullable Object said) {
        return switch (keyword) {
            case "$ref" -> String.valueOf(said).replace(IN_FILE, DEFINITIONS + "#/$defs/");
            case "properties" -> {
                var closed = new HashMap<String, @Nullable Object>();
                Json.asObject(said).forEach((name, schema) -> closed.put(name, value(schema)));
                yield closed;
            }
            case "items" -> value(said);
            case "additionalProperties" -> said instanceof Map ? value(said) : said;
            case "allOf", "anyOf", "oneOf" ->
                said instanceof List<?> parts
                        ? parts.stream().map(ClosedSchemas::part).toList()
                        : said;
            case null, default -> said;
        };
    }
}
