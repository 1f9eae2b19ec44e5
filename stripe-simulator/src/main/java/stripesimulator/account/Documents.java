package stripesimulator.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/** What all of Stripe's objects have in common. */
public final class Documents {

    private Documents() {}

    /** Takes the given parameters over by their names; metadata is merged, not replaced. */
    public static void apply(ObjectNode document, ObjectNode params) {
        params.forEachEntry((name, value) -> {
            switch (name) {
                case "expand" -> {}
                case "metadata" -> document.set("metadata", merge(document.path("metadata"), value));
                default -> document.set(name, value.deepCopy());
            }
        });
    }

    /** A null takes its key away; null as a whole takes all. */
    public static ObjectNode merge(JsonNode before, JsonNode changes) {
        var metadata = JsonNodeFactory.instance.objectNode();
        if (changes instanceof ObjectNode && before instanceof ObjectNode old) {
            metadata.setAll(old);
        }
        changes.forEachEntry((key, value) -> {
            if (value.isNull()) {
                metadata.remove(key);
            } else {
                metadata.set(key, value);
            }
        });
        return metadata;
    }

    /** Changes a copy of an object and puts it, with an event that names the earlier values; nothing if nothing changed. */
    public static ObjectNode edit(Change change, String event, ObjectNode before, Consumer<ObjectNode> edit) {
        var after = before.deepCopy();
        edit.accept(after);
        return replace(change, event, before, after);
    }

    /** Puts what has changed, with an event that names the earlier values; nothing if nothing did. */
    public static ObjectNode replace(Change change, String event, ObjectNode before, ObjectNode after) {
        previous(before, after).ifPresent(previous -> {
            if (after.has("updated")) {
                previous.set("updated", before.path("updated"));
                after.put("updated", change.nowSeconds());
            }
            change.put(after);
            change.emit(event, after, previous);
        });
        return after;
    }

    /** A field as text; nothing for one that is not there. */
    public static String text(JsonNode object, String field) {
        return object.path(field).asText();
    }

    public static long number(JsonNode object, String field) {
        return object.path(field).asLong();
    }

    public static boolean flag(JsonNode object, String field) {
        return object.path(field).asBoolean();
    }

    public static boolean is(JsonNode object, String field, String value) {
        return text(object, field).equals(value);
    }

    public static boolean contains(JsonNode list, JsonNode wanted) {
        for (var member : list) {
            if (member.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that a group of filters gives is so. */
    public static boolean agrees(JsonNode filters, JsonNode actual) {
        return filters.properties().stream()
                .allMatch(filter -> filter.getValue().equals(actual.path(filter.getKey())));
    }

    /** The earlier values of the fields that differ, as {@code previous_attributes} shows them; empty if none does. */
    static Optional<ObjectNode> previous(ObjectNode before, ObjectNode after) {
        var previous = JsonNodeFactory.instance.objectNode();
        after.forEachEntry((name, value) -> {
            var old = before.path(name);
            if (old instanceof ObjectNode oldObject && value instanceof ObjectNode newObject) {
                previous(oldObject, newObject).ifPresent(inner -> previous.set(name, inner));
            } else if (!old.equals(value)) {
                previous.set(name, old.isMissingNode() ? NullNode.getInstance() : old.deepCopy());
            }
        });
        before.forEachEntry((name, value) -> {
            if (!after.has(name)) {
                previous.set(name, value.deepCopy());
            }
        });
        return previous.isEmpty() ? Optional.empty() : Optional.of(previous);
    }
}
