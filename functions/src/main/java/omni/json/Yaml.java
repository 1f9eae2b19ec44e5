package omni.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML files of the product into plain trees, as {@link Json} does JSON; never what a caller sent. */
public final class Yaml {

    private Yaml() {}

    /** Reads a resource beside a class, or from the root with a slash in front; it must hold one object. */
    public static Map<String, @Nullable Object> readObject(Class<?> near, String resource) {
        try (var in = near.getResourceAsStream(resource)) {
            return readObject(resource, in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static Map<String, @Nullable Object> readObject(String resource, @Nullable InputStream in) {
        if (in == null) {
            throw new IllegalStateException("no resource " + resource);
        }
        var settings = LoadSettings.builder().setLabel(resource).build();
        if (new Load(settings).loadFromInputStream(in) instanceof Map<?, ?> object) {
            return Json.asObject(object);
        }
        throw new IllegalStateException(resource + " is not an object");
    }
}
