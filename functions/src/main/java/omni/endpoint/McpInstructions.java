package omni.endpoint;

import omni.http.Settings;
import omni.mcp.ServerInfo;

/** What the MCP server says of itself to clients and models (contract 13.2). */
public final class McpInstructions {

    private static final String VERSION = Settings.VERSIONS.getFirst();

    private McpInstructions() {}

    /** Name and version. */
    public static ServerInfo serverInfo(Settings settings) {
        return new ServerInfo(settings.keyBrand(), VERSION);
    }

    /** How a model asks here without spending more than it should. */
    public static String of(Settings settings) {
        return "Each tool call is billed as a call of its route, and only where it succeeds. Ask billing.get and limits.get first, and"
                + " billing.quote before many calls. Stop on an error with billing_required or a budget code: its data says what a"
                + " person has to do. On rate_limit_exceeded wait as Retry-After says. More: "
                + settings.apiBaseUrl() + "/agents";
    }
}
