package omni.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.access.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored, without its secret (contract 11.2).
 *
 * @param hash keyed hash of the secret: where it is stored
 * @param expiresAt its end: its own date, or that of the overlap after it was rotated; null for none
 * @param revokedAt when it was revoked; null while it was not
 * @param replacesKeyId the key that this one was rotated from; null for none
 * @param ownEnd the date that it was made with, which a key in its place keeps; null for none
 * @param createdBy null for keys made before that was recorded
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
        @Nullable String replacesKeyId,
        @Nullable Instant ownEnd,
        @Nullable KeyCreator createdBy) {

    /** How long a key holds the scopes of operators (contract 3). */
    public static final Duration OPERATOR_LIFE = Duration.ofDays(90);

    public ApiKey {
        scopes = List.copyOf(scopes);
    }

    /** A key past its end reads as revoked. */
    public boolean activeAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** What it may: a key without an end of its own, as they were made before, loses the scopes of operators with time. */
    public List<String> scopesAt(Instant now) {
        return ownEnd != null || now.isBefore(createdAt.plus(OPERATOR_LIFE))
                ? scopes
                : scopes.stream()
                        .filter(scope -> !Scopes.OPERATORS.contains(scope))
                        .toList();
    }

    /** Whether one of these persons made it, or the line that it stands in. */
    public boolean madeBy(Set<String> userIds) {
        return createdBy != null && createdBy.people().stream().anyMatch(userIds::contains);
    }

    public ApiKey revokedAt(Instant now) {
        return with(expiresAt, now);
    }

    /** This key with an end; one without an overlap is revoked at once. An end that is set already is never put off. */
    public ApiKey endingAt(Instant end, Instant now) {
        var sooner = expiresAt == null || end.isBefore(expiresAt) ? end : expiresAt;
        return with(sooner, sooner.isAfter(now) ? null : now);
    }

    private ApiKey with(@Nullable Instant end, @Nullable Instant revoked) {
        return new ApiKey(
                id,
                orgId,
                hash,
                livemode,
                label,
                keyPrefix,
                scopes,
                createdAt,
                end,
                revoked,
                replacesKeyId,
                ownEnd,
                createdBy);
    }

    /** A new key in this one's place: same label, mode and end, and the scopes that this one holds, for as long as it would. */
    public ApiKey successor(String newId, String newHash, String newPrefix, KeyCreator maker, Instant now) {
        var held = scopesAt(now);
        var end = ownEnd == null && Scopes.ofOperator(held) ? createdAt.plus(OPERATOR_LIFE) : ownEnd;
        return new ApiKey(
                newId,
                orgId,
                newHash,
                livemode,
                label,
                newPrefix,
                held,
                now,
                end,
                null,
                id,
                end,
                maker.inPlaceOf(this));
    }

    public Principal principal(Instant now) {
        return new Principal(
                AuthMode.API_KEY, id, id, orgId, Set.copyOf(scopesAt(now)), livemode, hash, expiresAt, null, null);
    }
}
