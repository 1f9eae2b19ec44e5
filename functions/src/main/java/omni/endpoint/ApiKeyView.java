package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.credential.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * ApiKey of contract 11.2.
 *
 * @param createdBy null for keys made before that was recorded
 * @param expiresAt absent unless it was made with an end, or was rotated
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
        @Nullable CreatedBy createdBy,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> replacesKeyId,
        Optional<String> secret) {

    /** @param email of the person behind it, while they are a member */
    record CreatedBy(
            String type, String principalId, @Nullable String email) {}

    static ApiKeyView of(
            ApiKey key, @Nullable Instant lastUsedAt, Instant now, KeyPeople people, @Nullable String secret) {
        return new ApiKeyView(
                "api_key",
                key.id(),
                key.createdAt(),
                key.livemode(),
                key.orgId(),
                key.label(),
                key.keyPrefix(),
                key.scopesAt(now),
                key.activeAt(now) ? "active" : "revoked",
                lastUsedAt,
                people.maker(key),
                Optional.ofNullable(key.expiresAt()),
                Optional.ofNullable(key.revokedAt()),
                Optional.ofNullable(key.replacesKeyId()),
                Optional.ofNullable(secret));
    }
}
