package omni.access;

import java.time.Instant;
import java.util.List;
import omni.metering.AuthMode;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored, without its secret (contract 11.2).
 *
 * @param hash keyed hash of the secret: where it is stored
 * @param expiresAt end of a key that was rotated; null for none
 * @param revokedAt when it was revoked; null while it was not
 * @param replacesKeyId the key that this one was rotated from; null for none
 */
public record ApiKey(
        String id,
        String orgId,
        String hash,
        boolean livemode,
        @Nullable String label,
        String keyPrefix,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String replacesKeyId) {

    public ApiKey {
        scopes = List.copyOf(scopes);
    }

    /** A key past its end reads as revoked. */
    public boolean activeAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    public ApiKey revokedAt(Instant now) {
        return new ApiKey(
                id, orgId, hash, livemode, label, keyPrefix, scopes, createdAt, expiresAt, now, replacesKeyId);
    }

    /** This key with an end; one without an overlap is revoked at once. An end that is set already is never put off. */
    public ApiKey endingAt(Instant end, Instant now) {
        var sooner = expiresAt == null || end.isBefore(expiresAt) ? end : expiresAt;
        return new ApiKey(
                id,
                orgId,
                hash,
                livemode,
                label,
                keyPrefix,
                scopes,
                createdAt,
                sooner,
                sooner.isAfter(now) ? null : now,
                replacesKeyId);
    }

    /** A new key in this one's place: same label, scopes and mode. */
    public ApiKey successor(String newId, String newHash, String newPrefix, Instant now) {
        return new ApiKey(newId, orgId, newHash, livemode, label, newPrefix, scopes, now, null, null, id);
    }

    public Principal principal() {
        return new Principal(
                AuthMode.API_KEY, id, id, orgId, java.util.Set.copyOf(scopes), livemode, hash, expiresAt, null, null);
    }
}
