package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.call.Routing;
import omni.http.Settings;
import omni.json.Json;
import omni.json.Yaml;
import org.jspecify.annotations.Nullable;

/** {@code openapi.yaml} as this deployment serves it: with its own addresses, header names and cookie, and with what its catalog sells. */
final class OpenApiDocument {

    /** Names the record that a schema describes: for our tests, not for callers. */
    private static final String RECORD = "x-record";

    /** Read once in a process, when the first function needs it. */
    private static final class Written {
        private static final Map<String, @Nullable Object> TREE =
                Yaml.readObject(OpenApiDocument.class, "/openapi.yaml");
    }

    /** What stands in the file for a setting of the deployment, in the order of replacement. */
    private final Map<String, String> places;

    private final Routing routing;

    OpenApiDocument(Settings settings, Routing routing) {
        this.routing = routing;
        var found = new LinkedHashMap<String, String>();
        found.put("https://api.example.com", settings.apiBaseUrl());
        found.put("https://docs.example.com", settings.docsBaseUrl());
        found.put("Omni-", settings.headerPrefix());
        found.put("omni-version", settings.versionHeaders().getFirst());
        found.put("omni_session", settings.sessionCookie());
        this.places = found;
    }

    String json() {
        var document = object(Written.TREE);
        new CatalogOperations(routing, document).describe();
        return Json.text(document);
    }

    private Map<String, @Nullable Object> object(Map<?, ?> written) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        written.forEach((name, value) -> {
            if (!RECORD.equals(name)) {
                object.put(text(String.valueOf(name)), value(value));
            }
        });
        return object;
    }

    private @Nullable Object value(@Nullable Object written) {
        return switch (written) {
            case String text -> text(text);
            case Map<?, ?> object -> object(object);
            case List<?> list -> list.stream().map(this::value).toList();
            case null, default -> written;
        };
    }

    private String text(String written) {
        var text = written;
        for (var place : places.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
        }
        return text;
    }
}
