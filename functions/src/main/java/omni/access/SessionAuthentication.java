package omni.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import omni.metering.Account;
import omni.metering.AuthMode;
import org.jspecify.annotations.Nullable;

/** Knows a person by their browser's session cookie (contract 3.1); what the cookie does not prove is never read up. */
public final class SessionAuthentication {

    private final CookieSeal seal;
    private final Sessions sessions;
    private final String cookieName;
    private final InstantSource clock;

    public SessionAuthentication(CookieSeal seal, Sessions sessions, String cookieName, InstantSource clock) {
        this.seal = seal;
        this.sessions = sessions;
        this.cookieName = cookieName;
        this.clock = clock;
    }

    /** What a cookie proves. */
    public sealed interface Outcome {
        record SignedIn(Principal principal, Account account) implements Outcome {}

        record NoCookie() implements Outcome {}

        /** Forged, too old, ended, or of an organisation that is gone: the caller is not told which. */
        record Refused() implements Outcome {}

        /** The store did not answer; never to be told as a refusal. */
        record Unreachable(String cause) implements Outcome {}
    }

    /**
     * The person whom a browser's cookie proves.
     *
     * @param header the {@code Cookie} header, several joined by semicolons; null for none
     */
    public Outcome authenticate(@Nullable String header) {
        var values = CookieHeader.values(header == null ? "" : header, cookieName);
        if (values.isEmpty()) {
            return new Outcome.NoCookie();
        }
        var now = clock.instant();
        var cookie = values.stream()
                .flatMap(value -> SessionCookie.open(seal, value).stream())
                .filter(opened -> opened.mayServeAt(now))
                .findFirst();
        try {
            return cookie.flatMap(opened -> find(opened, now))
                    .flatMap(session -> signedIn(session, now))
                    .orElseGet(Outcome.Refused::new);
        } catch (StoreUnavailable e) {
            return new Outcome.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Session> find(SessionCookie cookie, Instant now) {
        return Optional.ofNullable(sessions.find(cookie.sessionId()))
                .filter(session -> session.activeAt(now))
                .filter(session -> SessionCookie.of(session).equals(cookie));
    }

    private Optional<Outcome> signedIn(Session session, Instant now) {
        var account = sessions.account(session.orgId());
        if (account == null) {
            return Optional.empty();
        }
        slide(session, now);
        return Optional.of(new Outcome.SignedIn(principal(session), account));
    }

    private void slide(Session session, Instant now) {
        if (!session.slidesAt(now)) {
            return;
        }
        try {
            sessions.slide(session.id(), session.slidTo(now));
        } catch (StoreUnavailable e) {
            // the person is known all the same; the next request moves the end
        }
    }

    private static Principal principal(Session session) {
        return new Principal(
                AuthMode.SESSION,
                session.userId(),
                session.subject(),
                session.orgId(),
                Scopes.HUMAN,
                true,
                null,
                null,
                session.id(),
                session.email());
    }
}
