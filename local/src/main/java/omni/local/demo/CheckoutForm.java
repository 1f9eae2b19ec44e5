package omni.local.demo;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a checkout page, filled in as a browser would.
 *
 * @param action where it is sent
 * @param fields what stands in it
 */
public record CheckoutForm(URI action, Map<String, String> fields) {

    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b([a-z]+)=\"([^\"]*)\"");

    public CheckoutForm {
        fields = Map.copyOf(fields);
    }

    /** The form on a page that lies at an address; empty when the page has none that can be posted. */
    public static Optional<CheckoutForm> on(URI page, String html) {
        var form = FORM.matcher(html);
        if (!form.find()) {
            return Optional.empty();
        }
        var attributes = attributes(form.group());
        if (!"post".equalsIgnoreCase(attributes.get("method"))) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        INPUT.matcher(html).results().map(input -> attributes(input.group())).forEach(input -> {
            if (input.containsKey("name")) {
                fields.put(input.getOrDefault("name", ""), input.getOrDefault("value", ""));
            }
        });
        return Optional.of(new CheckoutForm(page.resolve(attributes.getOrDefault("action", "")), fields));
    }

    public CheckoutForm with(String field, String value) {
        var filled = new LinkedHashMap<>(fields);
        filled.put(field, value);
        return new CheckoutForm(action, filled);
    }

    /** The answer to the button. */
    public ApiAnswer submit(ApiClient browser) {
        return browser.with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", action.toString(), encode().getBytes(StandardCharsets.US_ASCII));
    }

    private String encode() {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> attributes(String tag) {
        var attributes = new LinkedHashMap<String, String>();
        ATTRIBUTE.matcher(tag).results().forEach(found -> attributes.put(found.group(1), unescape(found.group(2))));
        return attributes;
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
