package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.access.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * ApiKey of contract 11.2.
 *
 * @param expiresAt absent unless the key was rotated
 * @param revokedAt absent unless it was revoked
 * @param replacesKeyId absent unless it was made by rotation
 * @param secret once, in the answer that made it
 */
public record ApiKeyView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        String orgId,
        @Nullable String label,
        String keyPrefix,
        List<String> scopes,
        String status,
        @Nullable Instant lastUsedAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> replacesKeyId,
        Optional<String> secret) {

    static ApiKeyView of(ApiKey key, @Nullable Instant lastUsedAt, Instant now, @Nullable String secret) {
        return new ApiKeyView(
                "api_key",
                key.id(),
                key.createdAt(),
                key.livemode(),
                key.orgId(),
                key.label(),
                key.keyPrefix(),
                key.scopes(),
                key.activeAt(now) ? "active" : "revoked",
                lastUsedAt,
                Optional.ofNullable(key.expiresAt()),
                Optional.ofNullable(key.revokedAt()),
                Optional.ofNullable(key.replacesKeyId()),
                Optional.ofNullable(secret));
    }
}
