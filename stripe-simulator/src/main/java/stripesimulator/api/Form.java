package stripesimulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Form encoding with nested names, as Stripe takes it in bodies and queries: {@code a[b]=1} is an object, {@code
 * a[0]=1} and {@code a[]=1} are members of a list. Lists stay objects with number names here; {@link Shape} knows
 * which is which.
 */
public final class Form {

    private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
    private static final int DEPTH_AT_MOST = 8;

    private Form() {}

    public static ObjectNode parse(String encoded) {
        var root = JsonNodeFactory.instance.objectNode();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                put(root, name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return root;
    }

    private static void put(ObjectNode root, String name, String value) {
        var steps = steps(name);
        var node = root;
        for (var step : steps.subList(0, steps.size() - 1)) {
            node = child(node, index(node, step), name);
        }
        node.put(index(node, steps.getLast()), value);
    }

    private static ObjectNode child(ObjectNode node, String step, String name) {
        JsonNode child = node.get(step);
        if (child == null) {
            return node.putObject(step);
        }
        if (child instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.invalid(name, "The parameter " + step + " is given both a value and members.");
    }

    /** {@code a[]} appends. */
    private static String index(ObjectNode node, String step) {
        return step.isEmpty() ? String.valueOf(node.size()) : step;
    }

    private static List<String> steps(String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw ApiError.unknown(List.of(name));
        }
        var steps = new ArrayList<String>();
        steps.add(parts.group(1));
        for (var rest = parts.group(2); !rest.isEmpty(); rest = rest.substring(rest.indexOf(']') + 1)) {
            steps.add(rest.substring(1, rest.indexOf(']')));
        }
        if (steps.size() > DEPTH_AT_MOST) {
            throw ApiError.unknown(List.of(name));
        }
        return steps;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(text, "Invalid percent-encoding in the request.");
        }
    }
}
