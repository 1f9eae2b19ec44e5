package omni.job;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.Ids;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.call.Operation;
import omni.call.Routing;
import omni.catalog.RouteEntry;
import omni.http.Cors;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Responses;
import omni.http.Settings;
import omni.http.Trace;
import omni.json.Json;
import omni.refusal.RefusalProblems;

/** Body and headers of a 401, as scalars of the authorizer's context: the gateway puts them into its answer. */
public final class Denial {

    private final Settings settings;
    private final Challenges challenges;
    private final Routing routing;
    private final Ids ids;

    public Denial(Settings settings, Challenges challenges, Routing routing, Ids ids) {
        this.settings = settings;
        this.challenges = challenges;
        this.routing = routing;
        this.ids = ids;
    }

    Map<String, String> context(Authentication.Refused refused, Operation operation, Request request) {
        var trace = Trace.of(request, settings, ids);
        var context = new LinkedHashMap<String, String>();
        var problem = problem(refused.reason(), settings);
        context.put("errorBody", Json.text(Responses.envelope(problem, trace, settings, ids)));
        context.put("requestId", trace.requestId());
        context.put("traceparent", trace.traceparent());
        context.put("wwwAuthenticate", challenges.header(operation, refused.badBearer()));
        if (operation.meter() != Operation.Meter.UNMETERED) {
            context.put("meterClass", meterClass(operation, request));
            context.put("tokenCount", "0");
            context.put("estimatedCost", Money.ZERO.costHeader());
            context.put("version", Settings.VERSIONS.getFirst());
        }
        request.header("Origin").filter(settings.corsOrigins()::contains).ifPresent(origin -> {
            context.put("allowOrigin", origin);
            context.put("allowCredentials", "true");
            context.put("exposeHeaders", Cors.exposedHeaders(settings));
        });
        return context;
    }

    private static Reply.Problem problem(Authentication.Reason reason, Settings settings) {
        return switch (reason) {
            case NO_KEY ->
                Reply.Problem.of(ErrorCode.MISSING_API_KEY, "An API key is needed.")
                        .hint("Send the key in the header x-api-key.")
                        .docs("/api-keys")
                        .detail("createKeyUrl", settings.billingUrl())
                        .detail("retryable", false);
            case NO_SESSION ->
                Reply.Problem.of(ErrorCode.MISSING_BROWSER_SESSION, "Sign in to go on.")
                        .detail("loginUrl", settings.loginUrl())
                        .detail("retryable", false);
            case BAD_CREDENTIAL -> RefusalProblems.authenticationFailed();
        };
    }

    private String meterClass(Operation operation, Request request) {
        return routing.row(operation, request)
                .map(RouteEntry::meterClass)
                .map(MeterClass::key)
                .orElse(routing.catalog().platformRead().key());
    }
}
