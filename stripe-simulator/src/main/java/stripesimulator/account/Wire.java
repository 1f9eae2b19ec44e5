package stripesimulator.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects as Stripe sends them: without what only the simulator knows, whose names begin with an underscore. */
public final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    public static byte[] bytes(ObjectNode object) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(strip(object.deepCopy()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    private static JsonNode strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(java.util.Map.Entry::getKey)
                    .filter(name -> name.startsWith("_"))
                    .toList());
        }
        node.forEach(Wire::strip);
        return node;
    }
}
