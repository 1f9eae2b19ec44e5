package omni.local.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers of Stripe as they might be too, by what Stripe publishes of them (the table {@code optional-fields.csv}). */
final class OptionalFields {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Set<String>> TABLE = read();

    /** How a field has no value. */
    enum Gone {
        NULL,
        ABSENT
    }

    private OptionalFields() {}

    private static Map<String, Set<String>> read() {
        var table = new HashMap<String, Set<String>>();
        try (var file = Objects.requireNonNull(OptionalFields.class.getResourceAsStream("optional-fields.csv"))) {
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" *[|] *", -1))
                    .forEach(cells -> table.computeIfAbsent(
                                    cells[0] + (cells[1].isEmpty() ? "" : "." + cells[1]), _ -> new HashSet<>())
                            .addAll(List.of(cells[2].split(" "))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** The optional fields that have a value in an answer, as {@code invoice.parent.subscription_details.metadata}. */
    static Set<String> in(byte[] answer) {
        var found = new TreeSet<String>();
        walk(
                tree(answer),
                "",
                field -> {
                    found.add(field);
                    return false;
                },
                Gone.NULL,
                _ -> {});
        return found;
    }

    /** The answer without the chosen ones. */
    static byte[] without(byte[] answer, Predicate<String> chosen, Gone how) {
        var tree = tree(answer);
        walk(tree, "", chosen, how, _ -> {});
        return bytes(tree);
    }

    /** The answer with each of its lists in the opposite order; the cursor of a page that is not the last has to stay. */
    static byte[] reverse(byte[] answer) {
        var tree = tree(answer);
        walk(tree, "", _ -> false, Gone.NULL, list -> {
            var members = new ArrayList<JsonNode>();
            list.forEach(members::add);
            list.removeAll();
            members.reversed().forEach(list::add);
        });
        return bytes(tree);
    }

    private static void walk(
            JsonNode node, String place, Predicate<String> chosen, Gone how, Consumer<ArrayNode> lists) {
        switch (node) {
            case ObjectNode object -> {
                var kind = object.path("object").asText("");
                var here = kind.isEmpty() ? place : kind;
                for (var name : names(object)) {
                    var field = here + "." + name;
                    boolean goes = TABLE.getOrDefault(here, Set.of()).contains(name)
                            && !object.path(name).isNull()
                            && chosen.test(field);
                    if (!goes) {
                        boolean page =
                                name.equals("data") && object.path("has_more").asBoolean();
                        walk(object.path(name), field, chosen, how, page ? _ -> {} : lists);
                    } else if (how == Gone.NULL) {
                        object.putNull(name);
                    } else {
                        object.remove(name);
                    }
                }
            }
            case ArrayNode list -> {
                list.forEach(member -> walk(member, place + "[]", chosen, how, lists));
                lists.accept(list);
            }
            default -> {}
        }
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode tree(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(UTF_8);
    }
}
