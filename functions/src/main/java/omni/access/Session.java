package omni.access;

import java.time.Duration;
import java.time.Instant;

/**
 * A browser session: 30 days sliding, 90 days in all (contract 3.1).
 *
 * @param expiresAt slides with use
 * @param revoked ended by its owner, or with their membership
 */
public record Session(
        String id,
        String userId,
        String subject,
        String orgId,
        String email,
        Instant openedAt,
        Instant expiresAt,
        boolean revoked) {

    public static final Duration SLIDING = Duration.ofDays(30);
    public static final Duration ABSOLUTE = Duration.ofDays(90);

    /** How much of the sliding time must be gone before it is written anew. */
    private static final Duration STEP = Duration.ofDays(1);

    /** A new session of a person. */
    public static Session opened(Ids ids, Human human, Instant now) {
        return new Session(
                ids.of("ses"),
                human.userId(),
                human.subject(),
                human.orgId(),
                human.email(),
                now,
                now.plus(SLIDING),
                false);
    }

    public boolean activeAt(Instant now) {
        return !revoked && now.isBefore(expiresAt);
    }

    /** Where the end would be after use at {@code now}. */
    public Instant slidTo(Instant now) {
        var sliding = now.plus(SLIDING);
        var absolute = openedAt.plus(ABSOLUTE);
        return sliding.isBefore(absolute) ? sliding : absolute;
    }

    /** Whether use at {@code now} moves the end far enough to be written: at most once a day. */
    public boolean slidesAt(Instant now) {
        return slidTo(now).isAfter(expiresAt.plus(STEP));
    }
}
