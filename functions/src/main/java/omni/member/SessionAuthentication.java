package omni.member;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import omni.access.AuthMode;
import omni.access.CookieHeader;
import omni.access.CookieSeal;
import omni.access.Operators;
import omni.access.Principal;
import omni.access.Scopes;
import omni.access.StoreUnavailable;
import omni.account.Account;
import org.jspecify.annotations.Nullable;

/** Knows a person by their browser's session cookie (contract 3.1); what the cookie does not prove is never read up. */
public record SessionAuthentication(
        CookieSeal seal, Sessions sessions, Operators operators, String cookieName, InstantSource clock) {

    /** What a cookie proves. */
    public sealed interface Outcome {
        /** A person; {@code account} is null for one who belongs nowhere yet. */
        record SignedIn(Principal principal, @Nullable Account account) implements Outcome {}

        /** There is none, or more than one. */
        record NoCookie() implements Outcome {}

        /** Forged, too old, ended, of a member who was removed, or of an organization that is gone: the caller is not told which. */
        record Refused() implements Outcome {}

        /** The store did not answer; never to be answered as a refusal. */
        record Unreachable(String cause) implements Outcome {}
    }

    /**
     * The person whom a browser's cookie proves.
     *
     * @param header the {@code Cookie} header, several joined by semicolons; empty for none
     */
    public Outcome authenticate(String header) {
        var value = CookieHeader.only(header, cookieName);
        if (value.isEmpty()) {
            return new Outcome.NoCookie();
        }
        var now = clock.instant();
        var cookie = value.flatMap(text -> SessionCookie.open(seal, text)).filter(opened -> opened.mayServeAt(now));
        try {
            return cookie.flatMap(opened -> signedIn(opened, now)).orElseGet(Outcome.Refused::new);
        } catch (StoreUnavailable e) {
            return new Outcome.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /** The session, if it is open still and its person is still the member that they were when it was opened. */
    private Optional<Outcome> signedIn(SessionCookie cookie, Instant now) {
        var opened = sessions.resolve(cookie);
        var session = opened.session();
        var account = opened.account();
        if (session == null
                || (account == null) != (session.orgId() == null)
                || !session.activeAt(now)
                || !SessionCookie.of(session).equals(cookie)
                || !session.belongsTo(opened.human())) {
            return Optional.empty();
        }
        slide(session, now);
        return Optional.of(new Outcome.SignedIn(principal(session, now), account));
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

    private Principal principal(Session session, Instant now) {
        var group = session.operatorGroup();
        var groups = group == null ? List.<String>of() : List.of(group);
        return new Principal(
                AuthMode.SESSION,
                session.userId(),
                session.subject(),
                session.orgId(),
                session.vouchedAt(now) ? operators.scopes(session.subject(), session.email(), groups) : Scopes.HUMAN,
                true,
                null,
                null,
                session.id(),
                session.email());
    }
}
