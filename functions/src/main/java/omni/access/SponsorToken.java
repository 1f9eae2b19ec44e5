package omni.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token with which a person lets an agent fetch one key of its own, as it is stored (contract 11.10).
 *
 * @param id {@code abt_…}
 * @param hash keyed hash of the secret: where it is stored
 * @param livemode mode of the key that it will give
 * @param scopes of that key, at most
 * @param actorPrincipalId the person who issued it
 * @param expiresAt from then on nothing is given for it
 * @param usedAt when a key was given for it; null while none was
 * @param usedByPrincipalId that key; null likewise
 */
public record SponsorToken(
        String id,
        String orgId,
        String hash,
        boolean livemode,
        @Nullable String label,
        String tokenPrefix,
        List<String> scopes,
        String actorPrincipalId,
        Instant createdAt,
        Instant updatedAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable String usedByPrincipalId) {

    /** Whatever is asked for, a token lives at least so long … */
    public static final Duration MIN_LIFE = Duration.ofMinutes(1);

    /** … and at most so long. */
    public static final Duration MAX_LIFE = Duration.ofDays(1);

    /** The scopes that a token may carry. */
    public static final List<String> SCOPES = List.of(Scopes.READ_SEC);

    public SponsorToken {
        scopes = List.copyOf(scopes);
    }

    /** The life of a token that was asked to live so many seconds. */
    public static Duration life(long askedSeconds) {
        return Duration.ofSeconds(Math.clamp(askedSeconds, MIN_LIFE.toSeconds(), MAX_LIFE.toSeconds()));
    }

    public boolean used() {
        return usedAt != null;
    }

    public boolean expiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** This token after a key was given for it. */
    public SponsorToken usedBy(String keyId, Instant now) {
        return new SponsorToken(
                id,
                orgId,
                hash,
                livemode,
                label,
                tokenPrefix,
                scopes,
                actorPrincipalId,
                createdAt,
                now,
                expiresAt,
                now,
                keyId);
    }
}
