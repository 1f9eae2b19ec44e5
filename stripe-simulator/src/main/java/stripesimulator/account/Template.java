package stripesimulator.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Stripe's documents as it begins: JSON in {@code documents/}, fields in Stripe's order. A text {@code "{name}"} stands for
 * a value that varies; within a longer text it is filled in as text.
 */
public record Template(ObjectNode blank) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HOLE = Pattern.compile("\\{([a-z0-9]+)}");

    public static Template of(String name) {
        var file = "/stripesimulator/documents/" + name + ".json";
        try (var stream = Objects.requireNonNull(Template.class.getResourceAsStream(file), file)) {
            return new Template(JSON.readValue(stream, ObjectNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document that begins now; {@code id} and {@code now} are filled in beside the values. */
    public ObjectNode start(Change change, String id, Map<String, ?> values) {
        var all = new HashMap<String, Object>(values);
        all.put("id", id);
        all.put("now", change.nowSeconds());
        return fill(all);
    }

    /** Every name must be given: JSON, text, a number, a flag, or an {@link Optional} of these that is null when empty. */
    public ObjectNode fill(Map<String, ?> values) {
        return (ObjectNode) fillIn(blank, values);
    }

    private static JsonNode fillIn(JsonNode node, Map<String, ?> values) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((name, value) -> copy.set(name, fillIn(value, values)));
                yield copy;
            }
            case TextNode text -> fillIn(text.textValue(), values);
            default -> {
                if (!node.isArray()) {
                    yield node;
                }
                var copy = JsonNodeFactory.instance.arrayNode();
                node.forEach(member -> copy.add(fillIn(member, values)));
                yield copy;
            }
        };
    }

    private static JsonNode fillIn(String text, Map<String, ?> values) {
        var hole = HOLE.matcher(text);
        if (hole.matches()) {
            return node(value(values, hole.group(1)));
        }
        return TextNode.valueOf(hole.replaceAll(
                found -> Matcher.quoteReplacement(value(values, found.group(1)).toString())));
    }

    private static Object value(Map<String, ?> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case JsonNode node -> node.isMissingNode() ? NullNode.getInstance() : node;
            case Optional<?> maybe -> maybe.<JsonNode>map(Template::node).orElse(NullNode.getInstance());
            default -> JSON.valueToTree(value);
        };
    }
}
