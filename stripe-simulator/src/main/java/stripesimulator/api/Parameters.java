package stripesimulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The parameters one request takes, declared once; anything else is refused, as Stripe does. */
public record Parameters(Map<String, Shape> known, List<String> required) {

    private static final Shape.ListOf EXPAND = new Shape.ListOf(Shape.TEXT);

    public Parameters {
        var all = new HashMap<>(known);
        all.put("expand", EXPAND);
        known = Map.copyOf(all);
        required = List.copyOf(required);
    }

    public static Parameters none() {
        return new Parameters(Map.of(), List.of());
    }

    public static Parameters of(Map<String, Shape> known, String... required) {
        return new Parameters(known, List.of(required));
    }

    /** Those of a list: paging, and its filters. */
    public static Parameters list(Map<String, Shape> filters, String... required) {
        var all = new HashMap<>(filters);
        all.put("limit", new Shape.Whole(1, 100));
        all.put("starting_after", Shape.TEXT);
        all.put("ending_before", Shape.TEXT);
        return new Parameters(all, List.of(required));
    }

    /** The values given, in their shapes. Only what was given is there. */
    ObjectNode read(ObjectNode form) {
        var read = read(known, form, UnaryOperator.identity());
        for (var name : required) {
            if (read.path(name).isMissingNode() || read.path(name).isNull()) {
                throw ApiError.missingParameter(name);
            }
        }
        return read;
    }

    static ObjectNode read(Map<String, Shape> known, ObjectNode form, UnaryOperator<String> fullName) {
        var unknown = new ArrayList<String>();
        form.fieldNames().forEachRemaining(name -> {
            if (!known.containsKey(name)) {
                unknown.add(fullName.apply(name));
            }
        });
        if (!unknown.isEmpty()) {
            throw ApiError.unknown(unknown);
        }
        var read = JsonNodeFactory.instance.objectNode();
        known.forEach((name, shape) -> {
            var given = form.get(name);
            if (given != null) {
                read.set(name, shape.read(fullName.apply(name), given));
            }
        });
        return read;
    }
}
