package omni.job;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.call.Operation;
import omni.call.Routing;
import omni.endpoint.Endpoints;
import omni.http.Request;
import omni.http.Settings;
import omni.json.Json;
import omni.log.LogLine;
import omni.log.RequestLog;
import org.jspecify.annotations.Nullable;

/**
 * Says who calls, with all facts that the call will be decided on, in one read (contract 3, architecture 3). A refusal is a
 * denial whose body and headers stand in the context; an outage is an exception, which the gateway answers 503.
 */
public final class Authorize implements RequestStreamHandler {

    private final Settings settings;
    private final Routing routing;
    private final Authentication authentication;
    private final Denial denial;
    private final InstantSource clock;
    private final RequestLog log;

    public Authorize(
            Settings settings,
            Routing routing,
            Authentication authentication,
            Denial denial,
            InstantSource clock,
            RequestLog log) {
        this.settings = settings;
        this.routing = routing;
        this.authentication = authentication;
        this.denial = denial;
        this.clock = clock;
        this.log = log;
    }

    /** The store can't be asked: never to be told as a refusal. */
    static final class Unverifiable extends RuntimeException {
        Unverifiable(String cause) {
            super("credentials can't be checked: " + cause);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(Json.write(authorize(event(input.readAllBytes()))));
    }

    private static Map<String, @Nullable Object> event(byte[] json) {
        try {
            return Json.readObject(json);
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is not one of an authorizer", e);
        }
    }

    private Map<String, @Nullable Object> authorize(Map<String, @Nullable Object> event) {
        var request = Request.of(event, settings.apiBaseUrl());
        var operation = Endpoints.of(request.method(), String.valueOf(event.get("resource")))
                .orElse(Endpoints.FORWARD_CATALOG_ROUTE)
                .operation();
        var stage = stage(String.valueOf(event.get("methodArn")));
        if (operation.access().withoutCredential() || notSold(operation, request)) {
            return policy("Allow", stage, "public", Map.of());
        }
        return switch (authentication.of(operation, request)) {
            case Authentication.Proved(Caller caller) ->
                policy("Allow", stage, caller.principal().principalId(), CallerCodec.encode(caller));
            case Authentication.Refused refused -> {
                var context = denial.context(refused, operation, request);
                logDenial(operation, refused.reason(), context);
                yield policy("Deny", stage, "refused", context);
            }
            case Authentication.Unverifiable(var cause) -> throw new Unverifiable(cause);
        };
    }

    /** The gateway answers by itself, so that no function's line tells of it. */
    private void logDenial(Operation operation, Authentication.Reason reason, Map<String, String> context) {
        log.line(new LogLine.Denied(clock.instant(), operation.operationId(), context.get("requestId"), reason.wire()));
    }

    /** Whether the shell will answer 404 or 405 whoever asks (contract 4, step 0): then nobody is asked for. */
    private boolean notSold(Operation operation, Request request) {
        return operation.meter() == Operation.Meter.CATALOG
                && routing.row(operation, request).isEmpty();
    }

    /** The stage that a method belongs to: one policy for all of it, as a longer one would not fit. */
    private static String stage(String methodArn) {
        var parts = methodArn.split("/", -1);
        return parts.length < 2 ? methodArn : parts[0] + "/" + parts[1] + "/*";
    }

    private static Map<String, @Nullable Object> policy(
            String effect, String resource, String principalId, Map<String, String> context) {
        var statement = new LinkedHashMap<String, @Nullable Object>();
        statement.put("Action", "execute-api:Invoke");
        statement.put("Effect", effect);
        statement.put("Resource", resource);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("Version", "2012-10-17");
        document.put("Statement", List.of(statement));
        var policy = new LinkedHashMap<String, @Nullable Object>();
        policy.put("principalId", principalId);
        policy.put("policyDocument", document);
        policy.put("context", context);
        return policy;
    }
}
