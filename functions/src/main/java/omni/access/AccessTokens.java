package omni.access;

import java.util.Set;
import omni.access.IdentityProvider.Identity;

/** The port to what the OIDC issuer says of an access token (contract 3.1). */
public interface AccessTokens {

    /** Whether the issuer has given this token out for this resource, and to whom. Reads nothing of ours. */
    Verdict verify(String token, Resource resource);

    /** What a call is of: a token for the one need not count at the other. */
    enum Resource {
        /** Every route but the MCP server. */
        API,
        /** {@code POST /mcp}. */
        MCP
    }

    /** What is known of a token. */
    sealed interface Verdict {}

    /**
     * The token holds.
     *
     * @param identity whose it is; without an e-mail address where the token names none
     * @param scopes as the token lists them, the issuer's own among them; empty where it lists none, but those of a new key where a
     *     token for the MCP server lists none of ours
     */
    record Good(Identity identity, Set<String> scopes) implements Verdict {

        public Good {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * The token does not hold: the caller is not told why.
     *
     * @param fault for the log; holds nothing of the token
     */
    record Bad(String fault) implements Verdict {}

    /** The issuer's keys can't be had; never to be answered as a refusal. */
    record Unverifiable(String cause) implements Verdict {}
}
