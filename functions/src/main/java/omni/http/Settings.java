package omni.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The deployment's settings that show in answers (contract 16).
 *
 * @param headerPrefix {@code brand.headerPrefix}, for example {@code Omni-}
 * @param headerAliases prefixes under which every such header is sent a second time
 * @param versionHeaders request headers that name an API version, first wins
 * @param apiBaseUrl without a slash at its end
 * @param docsBaseUrl without a slash at its end
 * @param corsOrigins origins that a browser may call from
 */
public record Settings(
        String headerPrefix,
        List<String> headerAliases,
        List<String> versionHeaders,
        String keyBrand,
        boolean livemode,
        String apiBaseUrl,
        String docsBaseUrl,
        String upgradeUrl,
        String billingUrl,
        Set<String> corsOrigins,
        String sessionCookieName) {

    /** The released versions, newest first. */
    public static final List<String> VERSIONS = List.of("2026-03-19");

    public Settings {
        headerAliases = List.copyOf(headerAliases);
        versionHeaders = List.copyOf(versionHeaders);
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** The prefix, then the aliases. */
    public List<String> prefixes() {
        var prefixes = new ArrayList<String>();
        prefixes.add(headerPrefix);
        prefixes.addAll(headerAliases);
        return prefixes;
    }

    /** Where a person signs in. */
    public String loginUrl() {
        return apiBaseUrl + "/login";
    }

    public String errorDocs(String code) {
        return docsBaseUrl + "/errors#" + code;
    }

    public String docs(String path) {
        return docsBaseUrl + path;
    }
}
