package omni.stripe;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import omni.json.Json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few fields of an event that say where to look. It reads them leniently and whatever the API version: a
 * snapshot event and a thin one (contract 12, last row of the table) have the same envelope but for the shape of
 * {@code created}, and a field of a shape never seen before is as good as absent.
 */
final class EventBody {

    private final Map<String, @Nullable Object> event;

    private EventBody(Map<String, @Nullable Object> event) {
        this.event = event;
    }

    /** Empty if the bytes are not a JSON object, or lack the id or the type. */
    static Optional<WebhookEvent> parse(byte[] body) {
        try {
            return new EventBody(Json.readObject(body)).read();
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private Optional<WebhookEvent> read() {
        var id = text("id");
        var type = text("type");
        if (id.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        boolean livemode = Boolean.TRUE.equals(event.get("livemode"));
        return Optional.of(
                new WebhookEvent.Verified(id.get(), type.get(), livemode, customer(), charge(), object(), created()));
    }

    /** The customer itself, the one its object belongs to (an id, or expanded), or the one it belonged to before. */
    private Optional<String> customer() {
        if (text("data", "object", "object").filter("customer"::equals).isPresent()) {
            return text("data", "object", "id");
        }
        return text("data", "object", "customer")
                .or(() -> text("data", "object", "customer", "id"))
                .or(() -> text("data", "previous_attributes", "customer"))
                .or(() -> text("data", "previous_attributes", "customer", "id"));
    }

    /** An id, or expanded. */
    private Optional<String> charge() {
        return text("data", "object", "object")
                .filter("dispute"::equals)
                .flatMap(_ -> text("data", "object", "charge").or(() -> text("data", "object", "charge", "id")));
    }

    private Optional<String> object() {
        return text("data", "object", "id").or(() -> text("related_object", "id"));
    }

    /** Seconds in a snapshot event, ISO-8601 in a thin one. It orders nothing, so an unreadable one does no harm. */
    private Instant created() {
        try {
            return switch (event.get("created")) {
                case Long seconds -> Instant.ofEpochSecond(seconds);
                case String text -> Instant.parse(text);
                case null, default -> Instant.EPOCH;
            };
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private Optional<String> text(String... path) {
        @Nullable Object value = event;
        for (var name : path) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
