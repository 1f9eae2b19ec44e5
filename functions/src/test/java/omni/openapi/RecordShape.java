package omni.openapi;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import omni.json.Flattened;
import omni.json.Json;
import omni.json.JsonList;
import omni.json.Named;
import org.jspecify.annotations.Nullable;

/** A record as it is written, to be compared with a schema. */
record RecordShape(Class<?> type) {

    private static final List<String> PACKAGES =
            List.of("omni.endpoint.", "omni.sec.", "omni.json.", "omni.http.", "omni.call.", "omni.refusal.");

    /** A replay leaves it out, whatever the record says (contract 10). */
    private static final String ONCE = "secret";

    /** A list of JSON texts, whatever they are of. */
    private static final String WRITTEN_LIST = "omni.json.JsonList";

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);

    /** The records that a schema says it describes. */
    static List<String> names(Map<String, @Nullable Object> schema) {
        return schema.get("x-record") instanceof String names ? List.of(names.split(" ", -1)) : List.of();
    }

    static RecordShape of(String name) {
        return new RecordShape(find(name));
    }

    static Class<?> find(String name) {
        return PACKAGES.stream()
                .map(place -> place + name.replace('.', '$'))
                .flatMap(place -> loaded(place).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no record " + name));
    }

    private static Optional<Class<?>> loaded(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Everything in which a schema differs. */
    List<String> faults(ApiDescription file, Map<String, @Nullable Object> schema) {
        var written = components(type);
        var properties = new LinkedHashMap<String, @Nullable Object>();
        var required = new TreeSet<String>();
        collect(file, schema, properties, required);
        var faults = new ArrayList<String>();
        Stream.concat(written.keySet().stream(), properties.keySet().stream())
                .distinct()
                .forEach(name -> {
                    if (!properties.containsKey(name)) {
                        faults.add(name + " is not in the schema");
                    } else if (!written.containsKey(name)) {
                        faults.add(name + " is not in the record");
                    } else {
                        var place = new Place(file, name, Json.asObject(properties.get(name)), required.contains(name));
                        faults.addAll(place.faults(written.get(name).getAnnotatedType()));
                    }
                });
        return faults;
    }

    /** By JSON name, with the components of flattened records in their place; one of any record's has none of its own. */
    private static Map<String, RecordComponent> components(Class<?> type) {
        var components = new LinkedHashMap<String, RecordComponent>();
        for (var component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Flattened.class)) {
                if (component.getType().isRecord()) {
                    components.putAll(components(component.getType()));
                }
            } else {
                var named = component.getAnnotation(Named.class);
                components.put(named == null ? component.getName() : named.value(), component);
            }
        }
        return components;
    }

    private static void collect(
            ApiDescription file,
            Map<String, @Nullable Object> schema,
            Map<String, @Nullable Object> properties,
            Set<String> required) {
        properties.putAll(ApiDescription.object(schema, "properties"));
        required.addAll(ApiDescription.texts(schema.get("required")));
        if (schema.get("allOf") instanceof List<?> parts) {
            parts.forEach(part -> collect(file, file.resolved(part), properties, required));
        }
    }

    /** A property of a schema against a component. */
    private record Place(ApiDescription file, String name, Map<String, @Nullable Object> schema, boolean required) {

        List<String> faults(AnnotatedType component) {
            var faults = new ArrayList<String>();
            var mayBeAbsent = raw(component.getType()).equals(Optional.class);
            if (mayBeAbsent == required && !name.equals(ONCE)) {
                faults.add(name + (required ? " may be absent" : " is always there"));
            }
            var mayBeNull = component.isAnnotationPresent(Nullable.class);
            // a field that may be absent may be null by the contract, though this product never writes it so
            if (!mayBeAbsent && mayBeNull != allowsNull()) {
                faults.add(name + (mayBeNull ? " may be null" : " is never null"));
            }
            var value = mayBeAbsent ? argument(component, 0).getType() : component.getType();
            if (!fits(value, file.resolved(withoutNull(schema)))) {
                faults.add(name + " is written as " + value.getTypeName());
            }
            return faults;
        }

        private boolean allowsNull() {
            return (schema.get("type") instanceof List<?> types && types.contains("null"))
                    || alternatives(schema).anyMatch(schema -> "null".equals(schema.get("type")));
        }

        private static Stream<Map<String, @Nullable Object>> alternatives(Map<String, @Nullable Object> schema) {
            return schema.get("oneOf") instanceof List<?> list ? list.stream().map(Json::asObject) : Stream.empty();
        }

        private static Map<String, @Nullable Object> withoutNull(Map<String, @Nullable Object> schema) {
            return alternatives(schema)
                    .filter(alternative -> !"null".equals(alternative.get("type")))
                    .findFirst()
                    .orElse(schema);
        }

        private boolean fits(Type type, Map<String, @Nullable Object> schema) {
            var raw = raw(type);
            if (raw.isRecord()) {
                return names(schema).stream().map(RecordShape::find).anyMatch(raw::equals);
            }
            if (Iterable.class.isAssignableFrom(raw) || raw.equals(JsonList.class)) {
                return is(schema, "array") && fits(argument(type, 0), file.resolved(schema.get("items")));
            }
            if (raw.getName().equals(WRITTEN_LIST)) {
                return is(schema, "array"); // its elements are held against the goldens
            }
            if (Map.class.isAssignableFrom(raw)) {
                return is(schema, "object") && fitsEach(argument(type, 1), schema.get("additionalProperties"));
            }
            if (raw.equals(Object.class)) {
                return true;
            }
            if (WHOLE.contains(raw)) {
                return is(schema, "integer") || is(schema, "number");
            }
            if (raw.equals(boolean.class) || raw.equals(Boolean.class)) {
                return is(schema, "boolean");
            }
            return raw.equals(BigDecimal.class)
                    ? is(schema, "number")
                    : is(schema, "string") && raw.equals(Instant.class) == "date-time".equals(schema.get("format"));
        }

        /** The values of a map; a free one has none to compare, and one whose schema is left open is free. */
        private boolean fitsEach(Type value, @Nullable Object schema) {
            return Boolean.TRUE.equals(schema)
                    || (schema == null && raw(value).equals(Object.class))
                    || (schema instanceof Map && fits(value, file.resolved(schema)));
        }

        private static boolean is(Map<String, @Nullable Object> schema, String type) {
            return type.equals(schema.get("type"))
                    || (schema.get("type") instanceof List<?> types && types.contains(type));
        }
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> known -> known;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            default -> Object.class; // a type variable: what a list is of
        };
    }

    private static Type argument(Type type, int place) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[place]
                : Object.class;
    }

    private static AnnotatedType argument(AnnotatedType type, int place) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[place];
    }
}
