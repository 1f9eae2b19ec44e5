package omni.stripe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the few fields of an event that say where to look. It reads them leniently and whatever the API version: a
 * snapshot event and a thin one (contract 12, last row of the table) have the same envelope but for the shape of
 * {@code created}, and a field of a shape never seen before is as good as absent.
 */
final class EventBody {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String OBJECT = "data.object.";

    private final Map<String, String> scalars;

    private EventBody(Map<String, String> scalars) {
        this.scalars = scalars;
    }

    /** Empty if the bytes are not JSON, or lack the id or the type. */
    static Optional<WebhookEvent> parse(byte[] body) {
        try (var parser = JSON.createParser(body)) {
            var scalars = new HashMap<String, String>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            collect(parser, "", scalars);
            return new EventBody(scalars).event();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Scalars by dotted path; what lies in a list names nothing we look for. */
    private static void collect(JsonParser parser, String prefix, Map<String, String> scalars) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var path = prefix + parser.currentName();
            var token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                collect(parser, path + ".", scalars);
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                scalars.put(path, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private Optional<WebhookEvent> event() {
        var id = scalar("id");
        var type = scalar("type");
        if (id.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        var livemode = scalar("livemode").map(Boolean::parseBoolean).orElse(false);
        return Optional.of(new WebhookEvent.Verified(id.get(), type.get(), livemode, customer(), created()));
    }

    /** The customer itself, the one its object belongs to (an id, or expanded), or the one it belonged to before. */
    private Optional<String> customer() {
        if (scalar(OBJECT + "object").filter("customer"::equals).isPresent()) {
            return scalar(OBJECT + "id");
        }
        return scalar(OBJECT + "customer")
                .or(() -> scalar(OBJECT + "customer.id"))
                .or(() -> scalar("data.previous_attributes.customer"));
    }

    /** Seconds in a snapshot event, ISO-8601 in a thin one. It orders nothing, so an unreadable one does no harm. */
    private Instant created() {
        var text = scalar("created").orElse("0");
        try {
            return text.contains("T") ? Instant.parse(text) : Instant.ofEpochSecond(Long.parseLong(text));
        } catch (DateTimeException | NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    private Optional<String> scalar(String path) {
        return Optional.ofNullable(scalars.get(path));
    }
}
