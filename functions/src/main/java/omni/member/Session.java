package omni.member;

import java.time.Duration;
import java.time.Instant;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.IdentityProvider;
import omni.access.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A browser session: 30 days sliding, 90 days in all (contract 3.1). It lives as long as the membership that it was opened
 * under: that of its user id. One of a person who belongs nowhere yet lives until they do, 12 hours at most, as they join by what
 * the issuer said at its beginning.
 *
 * @param userId of the membership: whoever is removed and comes back has another one
 * @param issuer at which they signed in
 * @param subject of theirs there
 * @param orgId null for a person who belongs nowhere yet
 * @param email verified at this very sign-in
 * @param operatorGroup the group that makes operators, if the identity token said that they are in it; null otherwise
 * @param expiresAt slides with use
 * @param isRevoked ended by its owner
 */
public record Session(
        String id,
        String userId,
        String issuer,
        String subject,
        @Nullable String orgId,
        String email,
        @Nullable String operatorGroup,
        Instant openedAt,
        Instant expiresAt,
        boolean isRevoked) {

    public static final Duration SLIDING = Duration.ofDays(30);
    public static final Duration ABSOLUTE = Duration.ofDays(90);

    /** For so long after a sign-in it may be decided on what the issuer said then of a person's address and groups (contract 3). */
    public static final Duration VOUCHED = Duration.ofHours(12);

    /** How much of the sliding time must be gone before it is written anew. */
    private static final Duration STEP = Duration.ofDays(1);

    /** A new session of a person. */
    public static Session open(Ids ids, Human human, @Nullable String operatorGroup, Instant now) {
        return new Session(
                ids.of("ses"),
                human.userId(),
                human.issuer(),
                human.subject(),
                human.orgId(),
                human.email(),
                operatorGroup,
                now,
                now.plus(SLIDING),
                false);
    }

    /** A new session of a person who has to choose where they belong. */
    public static Session openUndecided(Ids ids, IdentityProvider.Identity identity, Instant now) {
        return new Session(
                ids.of("ses"),
                Human.userId(identity.issuer(), identity.subject()),
                identity.issuer(),
                identity.subject(),
                null,
                EmailAddress.fold(identity.email()),
                identity.operatorGroup(),
                now,
                now.plus(VOUCHED),
                false);
    }

    /**
     * The session of the same sign-in under the membership that its person chose: another one, so that this one ends, but no
     * younger, as what the issuer said is not.
     */
    public Session settle(Ids ids, Human human, Instant now) {
        return new Session(
                ids.of("ses"),
                human.userId(),
                issuer,
                subject,
                human.orgId(),
                email,
                operatorGroup,
                openedAt,
                slidTo(now),
                false);
    }

    public boolean activeAt(Instant now) {
        return !isRevoked && now.isBefore(expiresAt);
    }

    /** Whether what the issuer said at the sign-in still counts; use does not make it count longer. */
    public boolean vouchedAt(Instant now) {
        return now.isBefore(openedAt.plus(VOUCHED));
    }

    /** Whether it was opened under this membership, or while there was none; null for somebody who has none. */
    public boolean belongsTo(@Nullable Human human) {
        return orgId == null
                ? human == null
                : human != null
                        && human.userId().equals(userId)
                        && human.orgId().equals(orgId);
    }

    /** Where the end would be after use at {@code now}. */
    public Instant slidTo(Instant now) {
        var sliding = now.plus(SLIDING);
        var absolute = openedAt.plus(ABSOLUTE);
        return sliding.isBefore(absolute) ? sliding : absolute;
    }

    /** Whether use at {@code now} moves the end far enough to be written: at most once a day. */
    public boolean slidesAt(Instant now) {
        return orgId != null && slidTo(now).isAfter(expiresAt.plus(STEP));
    }
}
