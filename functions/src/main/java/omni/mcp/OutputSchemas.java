package omni.mcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the product's own routes answer, as JSON Schema (2020-12) for MCP clients: either the route's answer or the error envelope, open
 * to new fields (contract 13.2). Recorded from {@code openapi.yaml}, as no function that serves tools can read that; a start does not
 * read it, the first list of tools does.
 */
final class OutputSchemas {

    private static final String FILE = "output-schemas.json";

    /** By method and path. */
    private static final class Recorded {
        private static final Map<String, @Nullable Object> BY_ROUTE = read();
    }

    private OutputSchemas() {}

    /** The schema of a route's answers; empty for one of which nothing is recorded. */
    static Optional<Map<String, @Nullable Object>> of(String route) {
        return Optional.ofNullable(Recorded.BY_ROUTE.get(route)).map(Json::asObject);
    }

    private static Map<String, @Nullable Object> read() {
        try (var file = Objects.requireNonNull(OutputSchemas.class.getResourceAsStream(FILE), FILE)) {
            return Json.readObject(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        } catch (Json.MalformedJson e) {
            throw new IllegalStateException(FILE, e);
        }
    }
}
