package omni.endpoint;

import java.util.Optional;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Outcome;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Unreachable;
import omni.access.Principal;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Session;
import omni.member.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * Who it is that wants an organization: by the session of a sign-in that left the choice to them, or by a token, with the address
 * that the issuer vouches for in it (contract 3).
 */
public record Onboarding(Optional<IdentityProvider> identity, Sessions sessions, Settings settings) {

    private static final int RETRY_AFTER = 5;

    /** What is known of the person. */
    sealed interface Person {}

    /**
     * Somebody with a verified address.
     *
     * @param undecidedSession their browser's session; null without a browser
     */
    record Known(Identity identity, @Nullable Session undecidedSession) implements Person {}

    record Unknown(Reply problem) implements Person {}

    Person person(Exchange exchange) {
        var principal = exchange.requireCaller().principal();
        var sessionId = principal.sessionId();
        var session = sessionId == null ? null : sessions.find(sessionId);
        if (sessionId != null && (session == null || !session.activeAt(exchange.now()))) {
            return new Unknown(noSession());
        }
        return switch (identityOf(principal, session, exchange)) {
            case Identity identity when identity.emailVerified() -> new Known(identity, session);
            case Identity unverified ->
                new Unknown(
                        Reply.Problem.of(
                                        ErrorCode.EMAIL_NOT_VERIFIED,
                                        "An organization needs people whose e-mail address is verified.")
                                .hint(
                                        "Verify it with your sign-in provider, and use a token that tells it or may ask for it."));
            case Rejected rejected -> throw new IllegalStateException("a person is known or not: " + rejected);
            case Unreachable unreachable ->
                new Unknown(Reply.Problem.of(
                                ErrorCode.AUTH_VERIFICATION_UNAVAILABLE,
                                "Your e-mail address can't be asked for right now.")
                        .retryAfter(RETRY_AFTER));
        };
    }

    /** It was ended after the authorizer had seen it. */
    private Reply noSession() {
        return Reply.Problem.of(ErrorCode.MISSING_BROWSER_SESSION, "Nobody is signed in with this browser.")
                .detail("loginUrl", settings.loginUrl());
    }

    /** Known by the session or the token, or else asked for with it. */
    private Outcome identityOf(Principal principal, @Nullable Session session, Exchange exchange) {
        var issuer = identity.orElse(null);
        if (session != null) {
            return new Identity(
                    session.issuer(), session.subject(), session.email(), true, "", session.operatorGroup());
        }
        if (issuer == null) {
            return new Unreachable("no issuer is configured");
        }
        var email = principal.email();
        return email == null
                ? askIssuer(issuer, principal, exchange)
                : new Identity(issuer.issuer(), principal.subject(), email, true, "");
    }

    private static Outcome askIssuer(IdentityProvider issuer, Principal principal, Exchange exchange) {
        var token = exchange.request()
                .header("Authorization")
                .map(header -> header.replaceFirst("^\\S+\\s+", ""))
                .orElse("");
        return issuer.person(token, principal.subject());
    }
}
