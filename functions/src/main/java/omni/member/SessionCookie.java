package omni.member;

import java.time.Instant;
import java.util.Optional;
import omni.access.CookieSeal;
import org.jspecify.annotations.Nullable;

/**
 * What the session cookie says: which session, since when, and where its person and their organization are stored, so that one
 * read finds all three. It proves no more than that: whether they still belong together stands in the store.
 *
 * @param openedAt to the millisecond
 * @param orgId null for a person who belongs nowhere yet
 */
public record SessionCookie(
        String sessionId, Instant openedAt, @Nullable String orgId, String issuer, String subject) {

    private static final int PARTS = 5;

    /** Instead of an organization's id. */
    private static final String NOWHERE = "-";

    public static SessionCookie of(Session session) {
        return new SessionCookie(
                session.id(),
                Instant.ofEpochMilli(session.openedAt().toEpochMilli()),
                session.orgId(),
                session.issuer(),
                session.subject());
    }

    public String seal(CookieSeal seal) {
        // the subject stands last, as it alone may hold a space
        return seal.seal(
                CookieSeal.Purpose.SESSION,
                String.join(
                        " ",
                        sessionId,
                        Long.toString(openedAt.toEpochMilli()),
                        orgId == null ? NOWHERE : orgId,
                        issuer,
                        subject));
    }

    /** The session that a cookie names; empty when it is none of ours. */
    public static Optional<SessionCookie> open(CookieSeal seal, String cookie) {
        return seal.open(CookieSeal.Purpose.SESSION, cookie)
                .map(text -> text.split(" ", PARTS))
                .filter(parts -> parts.length == PARTS)
                .map(parts -> new SessionCookie(
                        parts[0],
                        Instant.ofEpochMilli(Long.parseLong(parts[1])),
                        parts[2].equals(NOWHERE) ? null : parts[2],
                        parts[3],
                        parts[4]));
    }

    /** Whether any session opened then may still serve: else no read is needed. */
    boolean mayServeAt(Instant now) {
        return now.isBefore(openedAt.plus(Session.ABSOLUTE));
    }
}
