package stripesimulator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** A body in JSON, as Stripe's newer API takes it, as the form that says the same. A null is an empty text: it unsets. */
public final class JsonForm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonForm() {}

    /** The same in form encoding. */
    public static String encode(String body) {
        var pairs = new ArrayList<String>();
        if (!body.isBlank()) {
            parse(body).forEachEntry((name, value) -> add(name, value, pairs));
        }
        return String.join("&", pairs);
    }

    private static ObjectNode parse(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // refused below, like JSON that is no object
        }
        throw ApiError.invalid("body", "Invalid JSON in the request's body.");
    }

    private static void add(String name, JsonNode value, List<String> pairs) {
        if (value instanceof ObjectNode object) {
            object.forEachEntry((key, member) -> add(name + "[" + key + "]", member, pairs));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                add(name + "[" + i + "]", value.get(i), pairs);
            }
        } else {
            pairs.add(URLEncoder.encode(name, UTF_8) + "="
                    + URLEncoder.encode(value.isNull() ? "" : value.asText(), UTF_8));
        }
    }
}
