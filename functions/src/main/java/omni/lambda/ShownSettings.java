package omni.lambda;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import omni.access.SecretFormat;
import omni.http.Settings;

/** Reads those settings of the deployment that show in answers (contract 16). */
final class ShownSettings {

    private ShownSettings() {}

    static Settings read(Environment env) {
        return new Settings(
                headerName(env, "OMNI_HEADER_PREFIX", List.of(env.text("OMNI_HEADER_PREFIX", "Omni-")))
                        .getFirst(),
                headerName(env, "OMNI_HEADER_ALIASES", env.list("OMNI_HEADER_ALIASES", "")),
                headerName(
                        env, "OMNI_VERSION_HEADERS", env.list("OMNI_VERSION_HEADERS", "omni-version,secapi-version")),
                keyPrefix(env),
                env.truth("OMNI_LIVEMODE", false),
                apiBaseUrl(env),
                env.requiredUrl("OMNI_DOCS_BASE_URL"),
                env.requiredUrl("OMNI_UPGRADE_URL"),
                env.requiredUrl("OMNI_BILLING_URL"),
                Set.copyOf(env.list("OMNI_CORS_ORIGINS", "")),
                sessionCookieName(env));
    }

    /** Cookies that anybody on the way may read or set would be no proof of a person: only this very machine does without TLS. */
    private static String apiBaseUrl(Environment env) {
        var url = env.requiredUrl("OMNI_API_BASE_URL");
        var uri = env.uri("OMNI_API_BASE_URL");
        if (uri.filter(base -> !"https".equalsIgnoreCase(base.getScheme()) && !loopback(base))
                .isPresent()) {
            env.fault("OMNI_API_BASE_URL", "must be an https URL; http is for localhost and 127.0.0.1 alone");
        }
        return url;
    }

    private static String sessionCookieName(Environment env) {
        var name = env.text("OMNI_SESSION_COOKIE_NAME", "omni_session");
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
            env.fault("OMNI_SESSION_COOKIE_NAME", "must be letters, digits, hyphens and underscores, a letter first");
        }
        return name;
    }

    private static boolean loopback(URI base) {
        var host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        return "http".equalsIgnoreCase(base.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}"));
    }

    private static List<String> headerName(Environment env, String name, List<String> values) {
        if (!values.stream().allMatch(value -> value.matches("[A-Za-z][A-Za-z0-9-]{0,63}"))) {
            env.fault(name, "must be made of letters, digits and hyphens, as header names are");
        }
        return values;
    }

    private static String keyPrefix(Environment env) {
        var prefix = env.text("OMNI_KEY_PREFIX", "secapi");
        if (!SecretFormat.isBrand(prefix)) {
            env.fault("OMNI_KEY_PREFIX", "must be 2 to 16 lower-case letters and digits, a letter first");
        }
        return prefix;
    }
}
