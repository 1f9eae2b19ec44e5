package stripesimulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import stripesimulator.account.Change;

/** {@code expand[]}: shows the object itself where its id would stand. */
final class Expansion {

    private static final Set<String> EXPANDABLE = Set.of(
            "charge",
            "configuration",
            "customer",
            "default_payment_method",
            "invoice",
            "latest_invoice",
            "payment_intent",
            "payment_method",
            "product",
            "products",
            "setup_intent",
            "subscription",
            "tax",
            "tax_ids");
    private static final int DEPTH_AT_MOST = 4;

    private Expansion() {}

    static ObjectNode apply(Change change, ObjectNode answer, JsonNode paths) {
        for (var path : paths) {
            var steps = List.of(path.asText().split("\\.", -1));
            if (steps.size() > DEPTH_AT_MOST) {
                throw refusal(path.asText());
            }
            expand(change, answer, steps, path.asText());
        }
        return answer;
    }

    private static void expand(Change change, JsonNode node, List<String> steps, String path) {
        if (node instanceof ArrayNode members) {
            members.forEach(member -> expand(change, member, steps, path));
        } else if (node instanceof ObjectNode object && !steps.isEmpty()) {
            var name = steps.getFirst();
            expandField(change, object, name, steps.size() == 1, path);
            expand(change, object.path(name), steps.subList(1, steps.size()), path);
        }
    }

    private static void expandField(Change change, ObjectNode object, String name, boolean last, String path) {
        var value = object.get(name);
        boolean leadsNowhere = value == null || (!EXPANDABLE.contains(name) && (last || !value.isContainerNode()));
        if (leadsNowhere) {
            throw refusal(path);
        }
        if (value.isTextual() && EXPANDABLE.contains(name)) {
            change.find(value.textValue()).ifPresent(found -> object.set(name, found));
        }
    }

    private static ApiError refusal(String path) {
        return ApiError.invalid("expand", "This property cannot be expanded (" + path + ").");
    }
}
