package stripesimulator.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import stripesimulator.api.Shape;

/** The names that a destination may ask for. */
final class EventTypeNames {

    /** Of ordinary events, as Stripe lists them; <code>*</code> is among them. */
    static final Shape ORDINARY = new Shape.ListOf(new Shape.OneOf(read()));

    private EventTypeNames() {}

    private static List<String> read() {
        var file = "/stripesimulator/event_types.txt";
        try (var stream = Objects.requireNonNull(EventTypeNames.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
