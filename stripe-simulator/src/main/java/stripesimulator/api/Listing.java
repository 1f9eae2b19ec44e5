package stripesimulator.api;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import stripesimulator.account.Belonging;

/** Stripe's lists: newest first, a page at a time, from an object on. */
public final class Listing {

    private static final int DEFAULT_LIMIT = 10;

    private Listing() {}

    /**
     * A page of those of a type, as the call's paging parameters say.
     *
     * @param equal the parameters that the fields of the same names must equal, where they are given
     * @param filter what else must be so
     */
    public static ObjectNode of(ApiCall call, String type, List<String> equal, Predicate<JsonNode> filter) {
        var all = call.text("customer")
                .filter(_ -> Belonging.has(type))
                .map(customer -> call.change().newest(type, customer))
                .orElseGet(() -> call.change().all(type))
                .filter(object -> !flag(object, "deleted"))
                .filter(object -> isCreated(call.params().path("created"), object))
                .filter(object ->
                        equal.stream().allMatch(field -> isEqual(call.params().path(field), object.path(field))))
                .filter(filter)
                .toList();
        return of(call, type, all);
    }

    /** A page of these, which are newest first. */
    public static ObjectNode of(ApiCall call, String type, List<ObjectNode> all) {
        int limit = call.params().path("limit").asInt(DEFAULT_LIMIT);
        var before = call.text("ending_before");
        if (before.isPresent()) {
            int end = indexOf(all, type, "ending_before", before.get());
            int start = Math.max(0, end - limit);
            return page(call.path(), all.subList(start, end), start > 0);
        }
        int start = call.text("starting_after")
                .map(id -> indexOf(all, type, "starting_after", id) + 1)
                .orElse(0);
        int end = Math.min(all.size(), start + limit);
        return page(call.path(), all.subList(start, end), end < all.size());
    }

    private static boolean isEqual(JsonNode wanted, JsonNode actual) {
        return wanted.isMissingNode() || wanted.isNull() || wanted.equals(actual);
    }

    /** Created at that second, or within those bounds, if given. */
    private static boolean isCreated(JsonNode bounds, JsonNode object) {
        long at = number(object, "created");
        if (bounds.isNumber()) {
            return at == bounds.asLong();
        }
        return at > bounds.path("gt").asLong(Long.MIN_VALUE)
                && at >= bounds.path("gte").asLong(Long.MIN_VALUE)
                && at < bounds.path("lt").asLong(Long.MAX_VALUE)
                && at <= bounds.path("lte").asLong(Long.MAX_VALUE);
    }

    private static int indexOf(List<ObjectNode> all, String type, String param, String id) {
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiError.noSuch(param, type, id));
    }

    private static ObjectNode page(String url, List<ObjectNode> objects, boolean more) {
        var list = JsonNodeFactory.instance.objectNode().put("object", "list");
        var data = list.putArray("data");
        objects.forEach(object -> data.add(object.deepCopy()));
        return list.put("has_more", more).put("url", url);
    }
}
