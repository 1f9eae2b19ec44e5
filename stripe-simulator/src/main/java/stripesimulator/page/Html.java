package stripesimulator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template from beside this class; every <code>{{name}}</code> must be given. */
record Html(String template) {

    private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z.]+)}}");

    static Html load(String file) {
        try (var stream = Objects.requireNonNull(Html.class.getResourceAsStream(file), file)) {
            return new Html(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills it with HTML: what comes from outside must have gone through {@link #text}. */
    String fill(Map<String, String> html) {
        return HOLE.matcher(template)
                .replaceAll(hole ->
                        Matcher.quoteReplacement(Objects.requireNonNull(html.get(hole.group(1)), hole.group(1))));
    }

    /** Any text, harmless in an element and in a quoted attribute. */
    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
