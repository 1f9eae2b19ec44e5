package omni.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** A template, read back as plain JSON. */
record SynthesizedStack(String text, Map<String, @Nullable Object> template) {

    /** A stage of a workspace in one template. */
    static SynthesizedStack of(String stage) {
        var templates = Templates.of(stage, Layout.FLAT).byFile();
        return templates.firstEntry().getValue();
    }

    static SynthesizedStack read(Path file) {
        try {
            var text = Files.readString(file);
            return new SynthesizedStack(text, Json.readObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (IOException | Json.MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, @Nullable Object> resources() {
        return Json.asObject(template.get("Resources"));
    }

    /** The properties of all resources of a type, by logical id. */
    Map<String, Map<String, @Nullable Object>> ofType(String type) {
        var found = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        resources().forEach((id, resource) -> {
            if (type.equals(Json.asObject(resource).get("Type"))) {
                found.put(id, Json.asObject(Json.asObject(resource).get("Properties")));
            }
        });
        return found;
    }

    /** The function that a reference means: itself, or by its alias. */
    String function(@Nullable Object reference) {
        var id = String.valueOf(at(reference, "Ref") == null ? at(reference, "Fn::GetAtt", 0) : at(reference, "Ref"));
        var alias = ofType("AWS::Lambda::Alias").get(id);
        return alias == null ? id : String.valueOf(at(alias, "FunctionName", "Ref"));
    }

    /** The properties of the only resource of a type. */
    Map<String, @Nullable Object> only(String type) {
        var found = ofType(type);
        if (found.size() != 1) {
            throw new AssertionError("not one " + type + " but " + found.keySet());
        }
        return found.values().iterator().next();
    }

    /** The properties of the only resource of a type that is about a function. */
    Map<String, @Nullable Object> only(String type, String function) {
        var found = ofType(type).values().stream()
                .filter(each -> function(each.get("FunctionName")).equals(function))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one " + type + " of " + function + " but " + found);
        }
        return found.getFirst();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    /** What stands at the end of a path of names and positions; null where there is no such path. */
    static @Nullable Object at(@Nullable Object value, Object... path) {
        var here = value;
        for (var step : path) {
            here = switch (step) {
                case Integer index -> list(here).get(index);
                default -> here instanceof Map<?, ?> object ? object.get(step) : null;
            };
        }
        return here;
    }
}
