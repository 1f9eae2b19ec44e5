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
import java.util.stream.Collectors;

/**
 * A page of our own: a template with {@code {{name}}} where values go, and {@code {{{name}}}} where elements go that this
 * package has made itself; what stands from {@code {{#name}}} to {@code {{/name}}} comes once for each row. Every value is escaped, and the page allows only
 * the very styles and scripts that the template carries, so that no value can become one.
 */
public final class HtmlPage {

    private static final Pattern PLACE = Pattern.compile(
            "\\{\\{\\{([a-zA-Z]+)}}}|\\{\\{([a-zA-Z]+)}}|\\{\\{#([a-zA-Z]+)}}(.*?)\\{\\{/\\3}}", Pattern.DOTALL);
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
        this(template, "");
    }

    private HtmlPage(String template, String more) {
        this.template = template;
        this.policy = "default-src 'none'; style-src " + hashes(STYLE, template) + "; script-src "
                + hashes(SCRIPT, template) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" + more;
    }

    /** The template that lies beside a class. */
    public static HtmlPage beside(Class<?> owner, String name) {
        return new HtmlPage(template(owner, name));
    }

    /** The same for a page whose script may ask this very host. */
    public static HtmlPage besideWithScript(Class<?> owner, String name) {
        return new HtmlPage(template(owner, name), "; connect-src 'self'");
    }

    private static String template(Class<?> owner, String name) {
        try (var resource = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page " + name + " can't be read", e);
        }
    }

    /** The page with these values, not to be stored, framed or sent on as referrer. */
    public Reply.Answer answer(Map<String, String> values, List<String> cookies) {
        return answer(values, Map.of(), cookies);
    }

    /** The same with rows for what is repeated. */
    public Reply.Answer answer(
            Map<String, String> values, Map<String, List<Map<String, String>>> rows, List<String> cookies) {
        return new Reply.Answer(200, render(template, values, Map.of(), rows), headers("no-store"), cookies);
    }

    /** A page that is the same for everybody: caches may keep it for so long. */
    public Reply.Answer sharedAnswer(Map<String, String> values, Map<String, Markup> elements, Duration fresh) {
        return new Reply.Answer(
                200,
                render(template, values, elements, Map.of()),
                headers("public, max-age=" + fresh.toSeconds()),
                List.of());
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
        return render(template, values, Map.of(), Map.of());
    }

    private static String render(
            String template,
            Map<String, String> values,
            Map<String, Markup> elements,
            Map<String, List<Map<String, String>>> rows) {
        return PLACE.matcher(template).replaceAll(place -> {
            var element = place.group(1);
            var value = place.group(2);
            var repeated = place.group(3);
            var text = element != null
                    ? Objects.requireNonNull(elements.get(element), element).html()
                    : value != null
                            ? escape(Objects.requireNonNull(values.get(value), value))
                            : Objects.requireNonNull(rows.get(repeated), repeated).stream()
                                    .map(row -> render(place.group(4), row, Map.of(), Map.of()))
                                    .collect(Collectors.joining());
            return Matcher.quoteReplacement(text);
        });
    }

    /** Safe between tags and inside quoted attributes. */
    static String escape(String text) {
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
