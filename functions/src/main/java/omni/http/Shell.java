package omni.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import omni.access.Ids;
import omni.access.StoreUnavailable;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import omni.json.Json;
import omni.metering.Account;
import omni.metering.AddressWindows;
import omni.metering.Idempotency;
import omni.metering.Ledger;
import omni.metering.MeterClass;
import omni.metering.Metering;
import omni.metering.WindowCount;
import org.jspecify.annotations.Nullable;

/** What every request goes through, in the contract's order (section 4), and how every answer looks (sections 2, 8, 9). */
public final class Shell {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Parts parts;
    private final Gate gate;
    private final Responses responses;
    private final RefusalProblems problems;
    private final MeteredFlow metered;
    private final AddressGate addresses;

    /**
     * What a shell is made of.
     *
     * @param nanos a clock for latencies only
     * @param addresses empty where rate limits are switched off, or no route is public
     */
    public record Parts(
            Settings settings,
            Catalog catalog,
            Metering metering,
            MeterHeaders headers,
            Idempotency idempotency,
            Ledger ledger,
            Ids ids,
            InstantSource clock,
            LongSupplier nanos,
            RequestLog log,
            Optional<AddressWindows> addresses) {}

    public Shell(Parts parts) {
        this.parts = parts;
        this.gate = new Gate(parts.settings());
        this.responses = new Responses(parts.settings(), parts.ids());
        this.problems = new RefusalProblems(parts.settings());
        this.metered = new MeteredFlow(parts, responses, problems);
        this.addresses = new AddressGate(parts.settings(), parts.addresses(), parts.log());
    }

    public RefusalProblems problems() {
        return problems;
    }

    /** Serves one proxy event. */
    public byte[] serve(Operation operation, Endpoint endpoint, byte[] event) {
        var startedAt = parts.nanos().getAsLong();
        var request = request(event);
        var trace = Trace.of(request, parts.ids());
        var served = guarded(operation, endpoint, request, trace, startedAt);
        var rendered = finished(operation, request, trace, served);
        log(operation, request, trace, served, rendered.status(), startedAt);
        return responses.proxy(rendered, !request.method().equals("HEAD"));
    }

    private static Request request(byte[] event) {
        try {
            return Request.of(Json.readObject(event));
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is not a proxy event of API Gateway", e);
        }
    }

    /** Who calls which route, as far as it is known: an answer says so even when its work fails. */
    private record Known(@Nullable Caller caller, Optional<RouteEntry> route, MeterClass meterClass) {}

    private Served guarded(Operation operation, Endpoint endpoint, Request request, Trace trace, long startedAt) {
        var known = new Known(null, Optional.empty(), parts.catalog().platformRead());
        try {
            known = known(operation, request);
            return serve(operation, endpoint, request, trace, known, startedAt);
        } catch (StoreUnavailable e) {
            var problem = Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is not available right now.")
                    .retryAfter(1);
            return fault(operation, request, trace, known, e, problem);
        } catch (RuntimeException e) {
            var problem = Reply.Problem.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
            return fault(operation, request, trace, known, e, problem);
        }
    }

    private Served fault(
            Operation operation, Request request, Trace trace, Known known, RuntimeException fault, Reply problem) {
        parts.log()
                .fault(
                        operation.operationId(),
                        trace.requestId(),
                        fault,
                        parts.clock().instant());
        return standing(operation, request, trace, known.caller(), known.meterClass(), problem);
    }

    private Known known(Operation operation, Request request) {
        var caller = operation.access().withoutCredential()
                ? null
                : CallerCodec.decode(request.authorizer()).orElse(null);
        var route = operation.meter() == Operation.Meter.CATALOGUE
                ? parts.catalog().match(operation.method(), operation.path()).filter(own -> !forwarded(request, own))
                : Optional.<RouteEntry>empty();
        return new Known(
                caller,
                route,
                route.map(RouteEntry::meterClass).orElse(parts.catalog().platformRead()));
    }

    /** Whether the catalogue forwards this very path, by a route that beats the place that this operation has there. */
    private boolean forwarded(Request request, RouteEntry own) {
        return parts.catalog()
                .match(request.method(), request.path())
                .filter(entry -> entry.target() == RouteEntry.Target.UPSTREAM && entry.number() != own.number())
                .isPresent();
    }

    private Served serve(
            Operation operation, Endpoint endpoint, Request request, Trace trace, Known known, long startedAt) {
        var caller = known.caller();
        var meterClass = known.meterClass();
        if (operation.meter() == Operation.Meter.CATALOGUE && known.route().isEmpty()) {
            return standing(operation, request, trace, caller, meterClass, NotFound.route());
        }
        if (operation.catchesAll()) {
            // step 0 comes before the checks of version and body
            var exchange =
                    new Exchange(request, trace, null, Map.of(), parts.clock().instant());
            return standing(operation, request, trace, null, meterClass, endpoint.handle(exchange));
        }
        var scope = meterClass.free() ? operation.access().scope() : meterClass.scope();
        var problem = gate.admit(operation, request, caller, scope);
        if (problem == null) {
            problem = gate.version(request);
        }
        var body = gate.body(operation, request);
        if (problem == null) {
            problem = body.problem();
        }
        if (problem != null) {
            return standing(operation, request, trace, caller, meterClass, problem);
        }
        var exchange =
                new Exchange(request, trace, caller, body.body(), parts.clock().instant());
        var route = known.route();
        return route.isPresent()
                ? metered.serve(route.get(), endpoint, exchange, startedAt)
                : free(operation, endpoint, exchange);
    }

    /** A route that costs nothing: its window is counted before its work (contract 4). */
    private Served free(Operation operation, Endpoint endpoint, Exchange exchange) {
        var caller = exchange.caller();
        var counted = caller == null ? null : caller.account();
        if (caller != null && counted == null && operation.meter() == Operation.Meter.FREE) {
            // a person without an organisation: there is no window to count on
            return worked(operation, endpoint, exchange, caller);
        }
        if (caller == null || counted == null || operation.meter() != Operation.Meter.FREE) {
            return unwindowed(operation, endpoint, exchange);
        }
        var platformRead = parts.catalog().platformRead();
        var plan =
                parts.headers().position(live(caller, counted), exchange.now()).effectivePlan();
        var count = parts.metering().count(counted, platformRead, plan);
        var after = switch (count) {
            case WindowCount.Counted(var account) -> caller.counted(account);
            case WindowCount.Limited(var refusal, var account) -> caller.counted(account);
            case WindowCount.Missed(var account, var cause) -> {
                missed(operation.operationId(), exchange.requestId(), cause);
                yield caller;
            }
        };
        if (count instanceof WindowCount.Limited limited) {
            return answer(operation, exchange, after, problems.of(limited.refusal()));
        }
        return worked(operation, endpoint, exchange, after);
    }

    private Served worked(Operation operation, Endpoint endpoint, Exchange exchange, Caller caller) {
        var key = exchange.request().header("Idempotency-Key").filter(header -> operation.honoursIdempotencyKey());
        return key.map(header -> keyed(operation, endpoint, exchange, caller, keyOf(operation, caller, header)))
                .orElseGet(() -> answer(
                        operation,
                        exchange,
                        caller,
                        restricted(operation, caller, exchange).orElseGet(() -> endpoint.handle(exchange))));
    }

    /** A route that no organisation's window counts: a public one is counted for its client's address. */
    private Served unwindowed(Operation operation, Endpoint endpoint, Exchange exchange) {
        var entry = addresses.enter(operation, exchange);
        var refusal = entry.refusal();
        var served = refusal == null
                ? ownedOrPlain(operation, endpoint, exchange)
                : answer(operation, exchange, exchange.caller(), refusal);
        return served.with(entry.headers());
    }

    /** Under an Idempotency-Key the endpoint says whose it is, as no caller is known here. */
    private Served ownedOrPlain(Operation operation, Endpoint endpoint, Exchange exchange) {
        var caller = exchange.caller();
        var header = exchange.request().header("Idempotency-Key").filter(value -> operation.honoursIdempotencyKey());
        if (header.isPresent() && !IdempotentFlow.wellFormed(header.get())) {
            return answer(operation, exchange, caller, IdempotentFlow.malformed());
        }
        return header.flatMap(value -> endpoint.keyOwner(exchange)
                        .map(owner -> new Idempotency.Key(owner.orgId(), owner.live(), value)))
                .map(key -> keyed(operation, endpoint, exchange, caller, key))
                .orElseGet(() -> answer(operation, exchange, caller, endpoint.handle(exchange)));
    }

    /** What gives a person an organisation has one key of theirs before and after it. */
    private static Idempotency.Key keyOf(Operation operation, Caller caller, String header) {
        var principal = caller.principal();
        var owner = operation.access().kind() == Operation.Access.Kind.HUMAN_ANYWHERE
                ? principal.principalId()
                : caller.orgId();
        return new Idempotency.Key(owner, principal.livemode(), header);
    }

    private Served keyed(
            Operation operation, Endpoint endpoint, Exchange exchange, @Nullable Caller caller, Idempotency.Key key) {
        return new IdempotentMutation(parts, exchange, key)
                .serve(new IdempotentMutation.Steps(
                        () -> caller == null
                                ? null
                                : restricted(operation, caller, exchange).orElse(null),
                        seeded -> answer(operation, seeded, caller, endpoint.handle(seeded)),
                        reply -> answer(operation, exchange, caller, reply),
                        stored -> standing(
                                operation,
                                exchange.request(),
                                caller,
                                parts.catalog().platformRead(),
                                stored)));
    }

    private Served answer(Operation operation, Exchange exchange, @Nullable Caller caller, Reply reply) {
        return standing(
                operation,
                exchange.request(),
                exchange.trace(),
                caller,
                parts.catalog().platformRead(),
                reply);
    }

    private void missed(String operation, String requestId, String cause) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "window_count_missed");
        line.put("operation", operation);
        line.put("requestId", requestId);
        line.put("cause", cause);
        parts.log().line(line);
    }

    /** What a restricted organisation may not do (contract 5.4). */
    private Optional<Reply> restricted(Operation operation, Caller caller, Exchange exchange) {
        var live = caller.liveAccount();
        if (operation.reads() || operation.access().servesRestricted() || live == null) {
            return Optional.empty();
        }
        var position = parts.headers().position(live, exchange.now());
        return position.state() == BillingState.RESTRICTED_READ_ONLY
                ? Optional.of(problems.restricted(
                        position, live.grant().left(), live.standing().delinquentSince()))
                : Optional.empty();
    }

    private static Account live(Caller caller, Account counted) {
        var live = caller.liveAccount();
        return live == null ? counted : live;
    }

    private Served standing(
            Operation operation,
            Request request,
            Trace trace,
            @Nullable Caller caller,
            MeterClass meterClass,
            Reply reply) {
        return standing(operation, request, caller, meterClass, responses.render(reply, trace));
    }

    private Served standing(
            Operation operation,
            Request request,
            @Nullable Caller caller,
            MeterClass meterClass,
            Responses.Rendered rendered) {
        var live = caller == null ? null : caller.liveAccount();
        var counted = caller == null ? null : caller.account();
        var inApi = metered(operation, request);
        return new Served(
                rendered,
                live == null || counted == null || !inApi
                        ? null
                        : parts.headers()
                                .of(live, counted, meterClass, parts.clock().instant()),
                inApi ? meterClass.key() : null,
                Money.ZERO,
                null);
    }

    private static boolean metered(Operation operation, Request request) {
        return operation.meter() != Operation.Meter.UNMETERED && inApi(request.path());
    }

    private static boolean inApi(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") || path.equals("/mcp");
    }

    /** The headers of contract 8 and the security headers. */
    private Responses.Rendered finished(Operation operation, Request request, Trace trace, Served served) {
        var settings = parts.settings();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Request-Id", trace.requestId());
        headers.put("traceparent", trace.traceparent());
        headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.put("X-Content-Type-Options", "nosniff");
        if (request.path().startsWith("/v1/")) {
            headers.put(settings.headerPrefix() + "Version", Settings.VERSIONS.getFirst());
        }
        if (served.meterClass() != null) {
            headers.put(settings.headerPrefix() + "Meter-Class", served.meterClass());
            headers.put(settings.headerPrefix() + "Token-Count", "0");
            headers.put(
                    settings.headerPrefix() + "Estimated-Cost", served.cost().costHeader());
        }
        var standing = served.standing();
        if (standing != null) {
            headers.putAll(standing.headers());
        }
        if (!operation.access().withoutCredential()) {
            headers.put("Cache-Control", "no-store");
        }
        headers.putAll(Cors.headers(request, settings));
        var vary = headers.get("Vary");
        headers.putAll(served.rendered().headers());
        headers.computeIfPresent("Vary", (name, own) -> vary == null || own.equals(vary) ? own : vary + ", " + own);
        var rendered = served.rendered();
        return new Responses.Rendered(
                rendered.status(), headers, rendered.cookies(), rendered.body(), rendered.contentType());
    }

    /** The one line per request. */
    private void log(Operation operation, Request request, Trace trace, Served served, int status, long startedAt) {
        var standing = served.standing();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "request");
        line.put("at", parts.clock().instant());
        line.put("operation", operation.operationId());
        line.put("method", request.method());
        line.put("requestId", trace.requestId());
        line.put("traceparent", trace.traceparent());
        line.put("meterClass", served.meterClass());
        line.put(
                "planKey",
                standing == null ? null : standing.position().effectivePlan().wire());
        line.put("billingStatus", standing == null ? null : standing.billingStatus());
        line.put(
                "billingState",
                standing == null ? null : standing.position().state().wire());
        line.put("freeGrantRemaining", standing == null ? null : standing.grantLeft());
        line.put("tokenCount", 0);
        line.put("estimatedCost", served.cost().costHeader());
        line.put("tokenCountEstimated", false);
        line.put("usageId", served.usageId());
        line.put("status", status);
        line.put("errorCode", errorCode(served));
        line.put("latencyMs", (parts.nanos().getAsLong() - startedAt) / NANOS_PER_MILLI);
        parts.log().line(line);
    }

    private static @Nullable Object errorCode(Served served) {
        if (served.rendered().status() < 400) {
            return null;
        }
        try {
            return Json.readObject(served.rendered().body().bytes()).get("code");
        } catch (Json.MalformedJson e) {
            return new String(served.rendered().body().bytes(), StandardCharsets.UTF_8).isEmpty() ? null : "page";
        }
    }
}
