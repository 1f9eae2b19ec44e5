package omni.identity;

import java.util.Set;
import java.util.stream.Collectors;
import omni.access.AccessTokens.Resource;

/**
 * For whom access tokens may be, by what is called with them (contract 3.1). A token for the MCP server is given to clients that a
 * person knows little of: where deployments name that audience, it counts there alone, and no other counts there.
 *
 * @param listed {@code oidc.audiences}
 * @param mcp the audience of the MCP server
 */
public record Audiences(Set<String> listed, String mcp) {

    public Audiences {
        listed = Set.copyOf(listed);
    }

    /** Those of which a token has to name one. */
    Set<String> of(Resource resource) {
        if (!listed.contains(mcp)) {
            return listed;
        }
        return resource == Resource.MCP
                ? Set.of(mcp)
                : listed.stream().filter(audience -> !audience.equals(mcp)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether tokens for this resource are for the MCP server by name. */
    boolean isForMcpAlone(Resource resource) {
        return resource == Resource.MCP && listed.contains(mcp);
    }
}
