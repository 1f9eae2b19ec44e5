package omni.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omni.access.CookieSeal;
import omni.access.EmailAddress;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Outcome;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Unreachable;
import omni.access.Ids;
import omni.access.LoginState;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.log.LogLine;
import omni.log.RequestLog;
import omni.member.Invitations;
import omni.member.Members;
import omni.member.Organizations;
import omni.member.Organizations.Creation;
import omni.member.Session;
import omni.member.SessionCookie;
import omni.member.Sessions;
import omni.member.SignUp;

/**
 * Takes the issuer's answer and opens a session. Whoever has no organization founds one, whose first key is shown, once; but those
 * who are invited are asked first. {@code GET /auth/callback?code&state}, contract 3, 11.1.
 */
public record FinishLogin(
        Optional<IdentityProvider> identity,
        Organizations organizations,
        Members members,
        Sessions sessions,
        SignUp signUp,
        CookieSeal seal,
        Ids ids,
        Settings settings,
        RequestLog log)
        implements Endpoint {

    private static final int RETRY_AFTER = 5;

    /** How often others may change where the person belongs before they are told to come again. */
    private static final int MAX_ATTEMPTS = 8;

    @Override
    public Reply handle(Exchange exchange) {
        var query = exchange.request().query();
        var login = cookie().read(exchange.request(), query.getOrDefault("state", ""), exchange.now());
        if (login.isEmpty()) {
            return bad(
                    "state", "This sign-in was not begun in this browser, or more than 10 minutes ago. Begin again.");
        }
        if (query.containsKey("error")) {
            return refusal(exchange, new Rejected("The sign-in was not completed.", "the issuer sent an error back"));
        }
        var code = query.getOrDefault("code", "");
        return code.isEmpty()
                ? bad("code", "The issuer's code is missing.")
                : decide(exchange, login.get(), exchange(code, login.get()));
    }

    private LoginCookie cookie() {
        return new LoginCookie(seal, settings);
    }

    private Outcome exchange(String code, LoginState login) {
        return identity.map(issuer -> issuer.exchange(code, login))
                .orElseGet(() -> new Unreachable("no issuer is configured"));
    }

    private Reply decide(Exchange exchange, LoginState login, Outcome outcome) {
        return switch (outcome) {
            case Identity identity
            when !identity.emailVerified() ->
                Reply.Problem.of(ErrorCode.EMAIL_NOT_VERIFIED, "Your e-mail address is not verified yet.")
                        .hint("Verify it with your sign-in provider, then sign in again.");
            case Identity identity -> signIn(exchange, login, identity);
            case Rejected rejected -> refusal(exchange, rejected);
            case Unreachable(var cause) -> unavailable(exchange, cause);
        };
    }

    /**
     * A known person comes in; another one who is invited chooses where they belong, and nobody is asked for them; all others
     * found an organization, in one transaction on condition that they have none, so that of sign-ins and removals at once, in
     * any order, never two come; what another one has changed meanwhile is looked at again.
     */
    private Reply signIn(Exchange exchange, LoginState login, Identity identity) {
        return LostRaces.retry(
                MAX_ATTEMPTS,
                () -> {
                    var known = organizations.human(identity.issuer(), identity.subject());
                    var reply = known == null
                            ? joinByInvitation(exchange, login, identity)
                                    .or(() -> foundOrganization(exchange, login, identity))
                            : new WelcomeBack(members, sessions, ids)
                                    .open(known, identity, exchange)
                                    .map(session -> onwards(login, session));
                    return reply.orElse(null);
                },
                () -> Reply.Problem.of(
                                ErrorCode.SERVICE_UNAVAILABLE, "Your membership is being changed; sign in again.")
                        .retryAfter(1)
                        .header("Cache-Control", "no-store"));
    }

    /** The page on which an invited person chooses; empty for one whom nobody invited. */
    private Optional<Reply> joinByInvitation(Exchange exchange, LoginState login, Identity identity) {
        var open = new Invitations(members, organizations).openTo(new EmailAddress(identity.email()), exchange.now());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var session = Session.openUndecided(ids, identity, exchange.now());
        sessions.open(session);
        return Optional.of(new ChoicePage(settings)
                .answer(session.email(), open, login.next(), cookies(session, Session.VOUCHED)));
    }

    /** Empty when the person got an organization meanwhile. */
    private Optional<Reply> foundOrganization(Exchange exchange, LoginState login, Identity identity) {
        var prepared = signUp.prepare(identity, ids, exchange.requestId(), exchange.now());
        return switch (organizations.create(prepared.organization())) {
            case Creation.CREATED -> Optional.of(firstKey(login, prepared));
            case Creation.EXISTS -> Optional.empty();
        };
    }

    private Reply onwards(LoginState login, Session session) {
        return new Reply.Answer(
                302, null, Map.of("Location", login.next().value(), "Cache-Control", "no-store"), cookies(session));
    }

    private Reply firstKey(LoginState login, SignUp.Prepared prepared) {
        var session = Objects.requireNonNull(prepared.organization().session(), "a sign-up by browser has a session");
        return new FirstKeyPage(settings).answer(prepared, signUp.grantCalls(), login.next(), cookies(session));
    }

    private List<String> cookies(Session session) {
        return cookies(session, Session.ABSOLUTE);
    }

    private List<String> cookies(Session session, Duration life) {
        var sealed = SessionCookie.of(session).seal(seal);
        var cookies = new ArrayList<>(new BrowserSession(settings).begins(sealed, life));
        cookies.add(cookie().clear());
        return cookies;
    }

    private static Reply bad(String parameter, String message) {
        return Reply.Problem.of(ErrorCode.INVALID_QUERY_PARAMETER, message)
                .detail("parameter", parameter)
                .header("Cache-Control", "no-store");
    }

    private Reply refusal(Exchange exchange, Rejected rejected) {
        log(exchange, LogLine.Hindrance.Event.SIGN_IN_REFUSED, rejected.internal());
        return Reply.Problem.of(ErrorCode.AUTHENTICATION_FAILED, rejected.why())
                .hint("Begin again at /login.")
                .header("Cache-Control", "no-store");
    }

    private Reply unavailable(Exchange exchange, String cause) {
        log(exchange, LogLine.Hindrance.Event.SIGN_IN_UNAVAILABLE, cause);
        return Reply.Problem.of(ErrorCode.AUTH_VERIFICATION_UNAVAILABLE, "Your sign-in can't be checked right now.")
                .retryAfter(RETRY_AFTER)
                .header("Cache-Control", "no-store");
    }

    private void log(Exchange exchange, LogLine.Hindrance.Event kind, String cause) {
        log.line(new LogLine.Hindrance(kind, exchange.now(), exchange.requestId(), cause));
    }
}
