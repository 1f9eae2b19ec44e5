package omni.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.call.Routing;
import omni.http.Settings;
import omni.mcp.Era;
import omni.mcp.Toolbox;

/** InstallPayload of contract 13.1: how an MCP client is pointed here. Keys stand in it as placeholders only. */
public record InstallView(
        Transport transport,
        Auth auth,
        Clients clients,
        Docs docs,
        Bootstrap bootstrap,
        CapabilitiesSummary capabilitiesSummary) {

    /** The newest revision of the protocol that is served. */
    static final String PROTOCOL_VERSION = Era.MODERN.versions().getFirst();

    private static final String KEY_HEADER = "x-api-key";

    record Transport(String type, String url) {}

    record Auth(
            String preferred,
            List<String> supported,
            String apiKeyHeader,
            String protectedResourceMetadataUrl,
            String authorizationServerMetadataUrl,
            Optional<String> oauthClientId,
            String note) {}

    record Clients(ClaudeCode claudeCode, Cursor cursor, Connection generic) {}

    record ClaudeCode(String addCommand, String note) {}

    record Cursor(Connection config, String note) {}

    record Connection(String url, Map<String, String> headers) {}

    record Docs(String agentsUrl, String gettingStartedUrl, String mcpWorkflowsUrl, String authUrl) {}

    record Bootstrap(String sponsorTokenUrl, String machineBootstrapUrl, String note) {}

    record CapabilitiesSummary(List<String> tools, List<String> resourceTemplates) {}

    /**
     * The payload of one deployment.
     *
     * @param routing which rows of the catalog are there: those that say so are tools
     * @param publicClientId {@code oidc.publicClientId}: as whom a client signs people in, where the issuer registers none
     */
    public static InstallView of(Settings settings, Routing routing, Optional<String> publicClientId) {
        var url = url(settings);
        var variable = keyVariable(settings);
        var connection = new Connection(url, Map.of(KEY_HEADER, "${" + variable + "}"));
        return new InstallView(
                new Transport("streamable-http", url),
                auth(settings, publicClientId),
                new Clients(
                        new ClaudeCode(
                                addCommand(settings),
                                "Your shell puts the key in from " + variable
                                        + "; it is then kept in the client's settings."),
                        new Cursor(
                                connection,
                                "An entry of mcpServers in mcp.json. Put your key in the place of ${" + variable
                                        + "}, or refer to it as ${env:" + variable + "}."),
                        connection),
                docs(settings),
                bootstrap(settings.apiBaseUrl()),
                new CapabilitiesSummary(
                        Toolbox.of(routing.catalog(), routing::isSold).names(), List.of()));
    }

    private static Auth auth(Settings settings, Optional<String> publicClientId) {
        var byKey = "Send an API key in " + KEY_HEADER + ". Every tool call has the price of its route.";
        return new Auth(
                "api_key",
                List.of("api_key", "oauth"),
                KEY_HEADER,
                settings.resourceMetadataUrl(),
                settings.apiBaseUrl() + "/.well-known/oauth-authorization-server",
                publicClientId,
                publicClientId
                        .map(id -> byKey + " To sign in by OAuth instead, have your client use the client id " + id
                                + ", which has no secret: who signs people in here registers no clients by itself. A client"
                                + " that does not find PKCE in its metadata and goes no further needs a key. Where people may"
                                + " be sent back to: " + settings.docs("/agents") + ".")
                        .orElse(byKey));
    }

    private static Docs docs(Settings settings) {
        return new Docs(
                settings.apiBaseUrl() + "/agents",
                settings.docs("/pay-as-you-go"),
                settings.docs("/agents"),
                settings.docs("/api-keys"));
    }

    private static Bootstrap bootstrap(String api) {
        return new Bootstrap(
                api + "/v1/agent/bootstrap_tokens",
                api + "/v1/agent/bootstrap",
                "A person makes a sponsor token; an agent exchanges it once for a key of its own.");
    }

    static String url(Settings settings) {
        return settings.mcpUrl();
    }

    /** The environment variable that examples keep the key in. */
    static String keyVariable(Settings settings) {
        return settings.keyBrand().toUpperCase(Locale.ROOT) + "_API_KEY";
    }

    static String addCommand(Settings settings) {
        return "claude mcp add --transport http " + settings.keyBrand() + " " + url(settings) + " --header \""
                + KEY_HEADER + ": ${" + keyVariable(settings) + "}\"";
    }
}
