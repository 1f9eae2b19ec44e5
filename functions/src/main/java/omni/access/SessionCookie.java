package omni.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What the session cookie says: which session, and since when. All else is in the store, so that a session can be ended.
 *
 * @param openedAt to the millisecond
 */
public record SessionCookie(String sessionId, Instant openedAt) {

    private static final int PARTS = 2;

    public static SessionCookie of(Session session) {
        return new SessionCookie(
                session.id(), Instant.ofEpochMilli(session.openedAt().toEpochMilli()));
    }

    public String sealed(CookieSeal seal) {
        return seal.seal(CookieSeal.Purpose.SESSION, sessionId + " " + openedAt.toEpochMilli());
    }

    /** The session that a cookie names; empty when it is none of ours. */
    public static Optional<SessionCookie> open(CookieSeal seal, String cookie) {
        return seal.open(CookieSeal.Purpose.SESSION, cookie)
                .map(text -> text.split(" ", -1))
                .filter(parts -> parts.length == PARTS)
                .map(parts -> new SessionCookie(parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1]))));
    }

    /** Whether any session opened then may still serve: else no read is needed. */
    boolean mayServeAt(Instant now) {
        return now.isBefore(openedAt.plus(Session.ABSOLUTE));
    }
}
