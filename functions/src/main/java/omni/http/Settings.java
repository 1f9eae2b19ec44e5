package omni.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param sessionCookieName {@code session.cookieName}: browsers know the cookie by {@link #sessionCookie}
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

    /** The MCP server, as it calls itself: what access tokens for it name as their audience (contract 13.3). */
    public String mcpUrl() {
        return apiBaseUrl + "/mcp";
    }

    /** Where an MCP client reads who signs people in (contract 13.3). */
    public String resourceMetadataUrl() {
        return apiBaseUrl + "/.well-known/oauth-protected-resource";
    }

    /** The origin of our own pages, as browsers spell it. */
    public String origin() {
        return apiBaseUrl.replaceFirst("^([^:]+://[^/]+).*$", "$1").toLowerCase(Locale.ROOT);
    }

    /** The name of the session's cookie, and the only one under which it is read. */
    public String sessionCookie() {
        return hostBound(sessionCookieName);
    }

    /** The name of the cookie of a sign-in under way. */
    public String loginCookie() {
        return hostBound(sessionCookieName + "_login");
    }

    /** Whether browsers reach us by TLS: then our cookies are this very host's, which no other host can set (contract 3). */
    public boolean hostBoundCookies() {
        return apiBaseUrl.regionMatches(true, 0, "https:", 0, "https:".length());
    }

    private String hostBound(String name) {
        return hostBoundCookies() ? "__Host-" + name : name;
    }

    public String errorDocs(String code) {
        return docsBaseUrl + "/errors#" + code;
    }

    public String docs(String path) {
        return docsBaseUrl + path;
    }
}
