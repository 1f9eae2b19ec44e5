package omni.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, once proved (contract 3.1).
 *
 * @param authMode how it was proved
 * @param principalId key id or user id
 * @param subject OIDC subject, or the key id
 * @param orgId null for a human who has no organization yet
 * @param livemode mode of the key; humans are live
 * @param keyHash of a key: where it is stored; null for a human
 * @param keyExpiresAt of a key with an end; null otherwise
 * @param sessionId of a browser session; null otherwise
 * @param email of a human, as the issuer verified it at this sign-in or says it in this token; null for a key, and for a token
 *     that names none
 */
public record Principal(
        AuthMode authMode,
        String principalId,
        String subject,
        @Nullable String orgId,
        Set<String> scopes,
        boolean livemode,
        @Nullable String keyHash,
        @Nullable Instant keyExpiresAt,
        @Nullable String sessionId,
        @Nullable String email) {

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean human() {
        return authMode.human();
    }

    public boolean has(String scope) {
        return Scopes.grant(scopes, scope);
    }

    /** Those of the wanted scopes that this principal lacks, and so may not give to anybody (contract 3.4). */
    public List<String> lacking(List<String> wanted) {
        return wanted.stream().filter(scope -> !has(scope)).toList();
    }
}
