package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.credential.SponsorToken;
import org.jspecify.annotations.Nullable;

/**
 * AgentBootstrapToken of contract 11.10.
 *
 * @param requestId absent in lists, which have one of their own
 * @param status absent in the answer that made it
 * @param secret once, in the answer that made it
 */
record TokenView(
        String object,
        String id,
        String orgId,
        Optional<String> requestId,
        String actorPrincipalId,
        @Nullable String label,
        String tokenPrefix,
        List<String> scopes,
        boolean livemode,
        Optional<String> status,
        Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant usedAt,
        @Nullable String usedByPrincipalId,
        Optional<String> secret) {

    static TokenView withSecret(SponsorToken token, String requestId, Optional<String> secret) {
        return of(token, Optional.of(requestId), Optional.empty(), secret);
    }

    static TokenView withStatus(SponsorToken token, SponsorToken.Status status, Optional<String> requestId) {
        return of(token, requestId, Optional.of(status.wire()), Optional.empty());
    }

    private static TokenView of(
            SponsorToken token, Optional<String> requestId, Optional<String> status, Optional<String> secret) {
        return new TokenView(
                "agent_bootstrap_token",
                token.id(),
                token.orgId(),
                requestId,
                token.actorPrincipalId(),
                token.label(),
                token.tokenPrefix(),
                token.scopes(),
                token.livemode(),
                status,
                token.expiresAt(),
                token.createdAt(),
                token.updatedAt(),
                token.usedAt(),
                token.usedByPrincipalId(),
                secret);
    }
}
