package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.IdentityProvider;
import omni.access.IdentityProvider.Start;
import omni.access.Ids;
import omni.access.LoginState;
import omni.access.NextPath;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.log.LogLine;
import omni.log.RequestLog;

/** Sends a browser to the issuer to sign in. {@code GET /login?next=}, contract 11.1. */
public record StartLogin(
        Optional<IdentityProvider> identity, Ids ids, Settings settings, RequestLog log, LoginCookie cookie)
        implements Endpoint {

    /** Seconds; an issuer that is down, or not configured, won't be back at once. */
    private static final int RETRY_AFTER = 30;

    @Override
    public Reply handle(Exchange exchange) {
        var wanted = exchange.request().query().get("next");
        var next = wanted == null ? Optional.of(home(settings)) : NextPath.of(wanted);
        return next.map(path -> start(path, exchange)).orElseGet(StartLogin::badNext);
    }

    /** Where a person lands who asked for no place: the billing page, if it is on this site. */
    static NextPath home(Settings settings) {
        var billing = settings.billingUrl();
        return billing.startsWith(settings.apiBaseUrl() + "/")
                ? NextPath.of(billing.substring(settings.apiBaseUrl().length())).orElse(NextPath.ROOT)
                : NextPath.ROOT;
    }

    private Reply start(NextPath next, Exchange exchange) {
        var login = LoginState.begin(ids, next, exchange.now());
        var start = identity.map(issuer -> issuer.start(login))
                .orElseGet(() -> new Start.NotNow("no issuer is configured"));
        return switch (start) {
            case Start.Redirect(var address) ->
                new Reply.Answer(
                        302,
                        null,
                        Map.of("Location", address.toString(), "Cache-Control", "no-store"),
                        List.of(cookie.set(login)));
            case Start.NotNow(var cause) -> unavailable(exchange, cause);
        };
    }

    private static Reply badNext() {
        return Reply.Problem.of(
                        ErrorCode.INVALID_QUERY_PARAMETER,
                        "next must be a path of this site: one slash first, no backslash, percent-encoded.")
                .detail("parameter", "next");
    }

    private Reply unavailable(Exchange exchange, String cause) {
        log.line(new LogLine.Hindrance(
                LogLine.Hindrance.Event.SIGN_IN_UNAVAILABLE, exchange.now(), exchange.requestId(), cause));
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "Nobody can sign in right now.")
                .retryAfter(RETRY_AFTER);
    }
}
