package omni.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of our own: a template with {@code {{name}}} where values go, and {@code {{{name}}}} where elements go that this
 * package has made itself. Every value is escaped, and the page allows only
 * the very styles and scripts that the template carries, so that no value can become one.
 */
public final class HtmlPage {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\{([a-zA-Z]+)}}}|\\{\\{([a-zA-Z]+)}}");
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final String template;
    private final String policy;

    /** Elements whose texts are escaped already; made by {@link Markdown} alone. */
    public static final class Markup {
        private final String html;

        Markup(String html) {
            this.html = html;
        }

        String html() {
            return html;
        }
    }

    HtmlPage(String template) {
        this.template = template;
        this.policy = "default-src 'none'; style-src " + hashes(STYLE, template) + "; script-src "
                + hashes(SCRIPT, template) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** The template that lies beside a class. */
    public static HtmlPage beside(Class<?> owner, String name) {
        try (var resource = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new HtmlPage(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the page " + name + " can't be read", e);
        }
    }

    /** The page with these values, not to be stored, framed or sent on as referrer. */
    public Reply.Answer answer(Map<String, String> values, List<String> cookies) {
        return new Reply.Answer(200, render(values, Map.of()), headers("no-store"), cookies);
    }

    /** A page that is the same for everybody: caches may keep it for so long. */
    public Reply.Answer shared(Map<String, String> values, Map<String, Markup> elements, Duration fresh) {
        return new Reply.Answer(
                200, render(values, elements), headers("public, max-age=" + fresh.toSeconds()), List.of());
    }

    private Map<String, String> headers(String cacheControl) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Cache-Control", cacheControl);
        headers.put("Content-Security-Policy", policy);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        return headers;
    }

    String render(Map<String, String> values) {
        return render(values, Map.of());
    }

    private String render(Map<String, String> values, Map<String, Markup> elements) {
        return PLACE.matcher(template).replaceAll(place -> {
            var element = place.group(1);
            var text = element == null
                    ? escaped(Objects.requireNonNull(values.get(place.group(2)), place.group(2)))
                    : Objects.requireNonNull(elements.get(element), element).html();
            return Matcher.quoteReplacement(text);
        });
    }

    /** Safe between tags and inside quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hashes(Pattern element, String template) {
        var hashes = new ArrayList<String>();
        var matcher = element.matcher(template);
        while (matcher.find()) {
            hashes.add("'sha256-" + sha256(matcher.group(1)) + "'");
        }
        return hashes.isEmpty() ? "'none'" : String.join(" ", hashes);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
