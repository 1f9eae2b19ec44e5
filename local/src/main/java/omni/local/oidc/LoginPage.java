package omni.local.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page on which a person says who to be: {@code login.html}, filled in. */
final class LoginPage {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(notice|client|email|known)}}");
    private static final String TEMPLATE = template();

    private LoginPage() {}

    /**
     * @param fault what was wrong with the last attempt, or empty
     * @param email to begin with, or empty
     * @param asked whose client is named, unless it is the product itself
     */
    static String html(String fault, String email, List<LocalUser> known, AuthorizationRequest asked) {
        var options = known.stream()
                .map(user -> "<option value=\"" + escape(user.email()) + "\">" + escape(user.name()) + "</option>")
                .collect(Collectors.joining());
        var notice = fault.isEmpty() ? "" : "<p class=\"fault\" role=\"alert\">" + escape(fault) + "</p>";
        var fillings = Map.of("notice", notice, "client", client(asked), "email", escape(email), "known", options);
        // In one pass, so that a filling that looks like a place is not filled again.
        return PLACE.matcher(TEMPLATE)
                .replaceAll(place -> Matcher.quoteReplacement(fillings.getOrDefault(place.group(1), "")));
    }

    /** Whom a person lets in, and where their code goes: a name alone proves nothing. */
    private static String client(AuthorizationRequest asked) {
        var name = asked.client().name();
        return name.isEmpty()
                ? ""
                : "<p><strong>" + escape(name) + "</strong> asks to act for you"
                        + asked.resource()
                                .map(resource -> " at " + escape(resource))
                                .orElse("") + ". You go on to "
                        + escape(asked.redirectUri()) + ". " + scopes(asked) + "</p>";
    }

    /** What a person gives away by signing in. */
    private static String scopes(AuthorizationRequest asked) {
        return asked.scopes().isEmpty()
                ? "It names no scope."
                : asked.scopes().stream()
                        .map(scope -> "<code>" + escape(scope) + "</code>")
                        .collect(Collectors.joining(", ", "It asks for ", "."));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String template() {
        try (var page = Objects.requireNonNull(LoginPage.class.getResourceAsStream("login.html"), "login.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
