package omni.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omni.access.Human;
import omni.access.Scopes;
import omni.wire.WireName;
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
 * @param issuedAs the membership under which it was issued, while which it works; null for tokens made before that was recorded
 * @param revokedAt when it was revoked; null while it was not
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
        @Nullable String usedByPrincipalId,
        @Nullable IssuedAs issuedAs,
        @Nullable Instant revokedAt) {

    /** Whatever is asked for, a token lives at least so long … */
    public static final Duration MIN_LIFE = Duration.ofMinutes(1);

    /** … and at most so long. */
    public static final Duration MAX_LIFE = Duration.ofDays(1);

    /** The scopes that a token may carry. */
    public static final List<String> SCOPES = List.of(Scopes.READ_SEC);

    public SponsorToken {
        scopes = List.copyOf(scopes);
    }

    /**
     * A membership: who left and came back is another member.
     *
     * @param joinedAt when this membership began
     */
    public record IssuedAs(String issuer, String subject, Instant joinedAt) {

        public static IssuedAs of(Human human) {
            return new IssuedAs(human.issuer(), human.subject(), human.joinedAt());
        }
    }

    /** How it stands, in the contract's words. */
    public enum Status implements WireName {
        ACTIVE,
        USED,
        EXPIRED,
        REVOKED;
    }

    /**
     * How it stands. It ends with the membership that it was issued under.
     *
     * @param issuer the person at whom it was issued, as they belong somewhere now; null where they belong nowhere
     */
    public Status statusAt(@Nullable Human issuer, Instant now) {
        if (isUsed()) {
            return Status.USED;
        }
        if (revokedAt != null) {
            return Status.REVOKED;
        }
        return !now.isBefore(expiresAt) || !vouchedFor(issuer) ? Status.EXPIRED : Status.ACTIVE;
    }

    private boolean vouchedFor(@Nullable Human issuer) {
        return issuer != null
                && issuer.orgId().equals(orgId)
                && IssuedAs.of(issuer).equals(issuedAs);
    }

    public SponsorToken revokedAt(Instant now) {
        return with(now, usedAt, usedByPrincipalId, now);
    }

    /** The life of a token that was asked to live so many seconds. */
    public static Duration life(long askedSeconds) {
        return Duration.ofSeconds(Math.clamp(askedSeconds, MIN_LIFE.toSeconds(), MAX_LIFE.toSeconds()));
    }

    public boolean isUsed() {
        return usedAt != null;
    }

    /** This token after a key was given for it. */
    public SponsorToken usedBy(String keyId, Instant now) {
        return with(now, now, keyId, revokedAt);
    }

    private SponsorToken with(
            Instant changedAt, @Nullable Instant used, @Nullable String usedBy, @Nullable Instant revoked) {
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
                changedAt,
                expiresAt,
                used,
                usedBy,
                issuedAs,
                revoked);
    }
}
