package omni.job;

import java.time.InstantSource;
import java.util.Optional;
import omni.access.AccessTokens;
import omni.access.EmailAddress;
import omni.access.StoreUnavailable;
import omni.call.Caller;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.http.Cookies;
import omni.http.Request;
import omni.log.LogLine;
import omni.log.RequestLog;
import omni.member.BearerAuthentication;
import omni.member.Invitations;
import omni.member.SessionAuthentication;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Which of the credentials of a request counts, and what it proves (contract 3.1): with a key and a bearer present both
 * have to be good; the cookie counts only where neither is, or on a human-only route without a bearer.
 */
public final class Authentication {

    private static final String BEARER = "bearer ";

    private final KeyAuthentication keys;
    private final boolean keyAsBearer;
    private final SessionAuthentication sessions;
    private final AccessTokens accessTokens;
    private final BearerAuthentication bearers;
    private final Invitations invitations;
    private final InstantSource clock;
    private final RequestLog log;

    public Authentication(
            KeyAuthentication keys,
            boolean keyAsBearer,
            SessionAuthentication sessions,
            AccessTokens accessTokens,
            BearerAuthentication bearers,
            Invitations invitations,
            InstantSource clock,
            RequestLog log) {
        this.keys = keys;
        this.keyAsBearer = keyAsBearer;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.bearers = bearers;
        this.invitations = invitations;
        this.clock = clock;
        this.log = log;
    }

    /** What a request proves. */
    sealed interface Outcome {}

    record Proved(Caller caller) implements Outcome {}

    /** @param badBearer whether what is wrong is the bearer: the client may get another one */
    record Refused(Reason reason, boolean badBearer) implements Outcome {

        Refused(Reason reason) {
            this(reason, false);
        }
    }

    record Unverifiable(String cause) implements Outcome {}

    /** Why nothing is proved, as the caller is told. */
    enum Reason implements WireName {
        NO_KEY,
        NO_SESSION,
        BAD_CREDENTIAL
    }

    Outcome of(Operation operation, Request request) {
        var outcome = prove(operation, request);
        var kind = operation.access().kind();
        var needsOrganization = kind == Operation.Access.Kind.ORG || kind == Operation.Access.Kind.HUMAN;
        return needsOrganization && outcome instanceof Proved(var caller) ? withInvitations(caller) : outcome;
    }

    /** Who belongs nowhere is told where they may: nobody else costs these reads. */
    private Outcome withInvitations(Caller caller) {
        var email = caller.principal().email();
        if (caller.principal().orgId() != null || email == null) {
            return new Proved(caller);
        }
        try {
            var now = clock.instant();
            var open = invitations.openTo(new EmailAddress(email), now);
            return new Proved(new Caller(caller.principal(), null, null, open));
        } catch (StoreUnavailable e) {
            return new Unverifiable(String.valueOf(e.getMessage()));
        }
    }

    private Outcome prove(Operation operation, Request request) {
        var kind = operation.access().kind();
        if (kind == Operation.Access.Kind.COOKIE) {
            return session(request, Reason.NO_SESSION);
        }
        if (request.repeatsHeader("Authorization") || request.repeatsHeader("x-api-key")) {
            return new Refused(Reason.BAD_CREDENTIAL);
        }
        var header = request.header("Authorization");
        var bearer = header.flatMap(Authentication::bearer);
        var key = request.header("x-api-key");
        if (header.isPresent() && bearer.isEmpty()) {
            return new Refused(Reason.BAD_CREDENTIAL);
        }
        if (bearer.isPresent()) {
            return isKey(bearer.get())
                    ? keyAsBearer(bearer.get(), key.orElse(null))
                    : bearer(operation, bearer.get(), key.orElse(null));
        }
        if (isHumanOnly(operation)) {
            var session = session(request, Reason.NO_SESSION);
            return session instanceof Refused refused && refused.reason() == Reason.NO_SESSION && key.isPresent()
                    ? keys.prove(key.get())
                    : session;
        }
        return key.isPresent() ? keys.prove(key.get()) : session(request, Reason.NO_KEY);
    }

    private static boolean isHumanOnly(Operation operation) {
        var kind = operation.access().kind();
        return kind == Operation.Access.Kind.HUMAN || kind == Operation.Access.Kind.HUMAN_ANYWHERE;
    }

    private static AccessTokens.Resource resource(Operation operation) {
        return operation.equals(Endpoints.CALL_MCP.operation()) ? AccessTokens.Resource.MCP : AccessTokens.Resource.API;
    }

    private static Optional<String> bearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    /** A bearer of key shape is a key, where that is allowed; else it is no token of the issuer's either. */
    private boolean isKey(String bearer) {
        return keyAsBearer && keys.looksLikeKey(bearer);
    }

    private Outcome keyAsBearer(String bearer, @Nullable String key) {
        return switch (keys.prove(bearer)) {
            case Proved proved -> key == null ? proved : keys.prove(key);
            case Refused refused -> new Refused(refused.reason(), true);
            case Unverifiable unverifiable -> unverifiable;
        };
    }

    /**
     * A token, and perhaps a key: what is known to be bad is refused before anything that can't be known now, then the person
     * serves the routes for people and the key all others.
     */
    private Outcome bearer(Operation operation, String token, @Nullable String key) {
        return switch (accessTokens.verify(token, resource(operation))) {
            case AccessTokens.Bad(var fault) -> refusal(fault);
            case AccessTokens.Unverifiable(var cause) ->
                key != null && keys.prove(key) instanceof Refused refused ? refused : new Unverifiable(cause);
            case AccessTokens.Good good -> {
                var byKey = key == null ? null : keys.prove(key);
                yield byKey == null || (isHumanOnly(operation) && byKey instanceof Proved) ? person(good) : byKey;
            }
        };
    }

    private Outcome person(AccessTokens.Good token) {
        return switch (bearers.person(token)) {
            case BearerAuthentication.Outcome.Person(var principal, var account) ->
                new Proved(new Caller(principal, account, account));
            case BearerAuthentication.Outcome.Unreachable(var cause) -> new Unverifiable(cause);
        };
    }

    /** The caller is told nothing; whoever runs this has to be able to tell why a token is none. */
    private Refused refusal(String fault) {
        log.line(new LogLine.BearerRefused(clock.instant(), fault));
        return new Refused(Reason.BAD_CREDENTIAL, true);
    }

    private Outcome session(Request request, Reason without) {
        return switch (sessions.authenticate(Cookies.header(request))) {
            case SessionAuthentication.Outcome.SignedIn(var principal, var account) ->
                new Proved(new Caller(principal, account, account));
            case SessionAuthentication.Outcome.NoCookie() -> new Refused(without);
            case SessionAuthentication.Outcome.Refused() ->
                new Refused(without == Reason.NO_SESSION ? Reason.NO_SESSION : Reason.BAD_CREDENTIAL);
            case SessionAuthentication.Outcome.Unreachable(var cause) -> new Unverifiable(cause);
        };
    }
}
