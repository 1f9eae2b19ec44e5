package omni.call;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import omni.access.Ids;
import omni.access.StoreUnavailable;
import omni.billing.MeterClass;
import omni.catalog.Catalog;
import omni.catalog.RouteEntry;
import omni.http.ErrorCode;
import omni.http.NotFound;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Responses;
import omni.http.Settings;
import omni.http.Trace;
import omni.json.Json;
import omni.ledger.Ledger;
import omni.log.RequestLog;
import omni.meter.AddressWindows;
import omni.meter.Idempotency;
import omni.meter.Metering;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/** What every request goes through, in the contract's order (section 4), and how every answer looks (sections 2, 8, 9). */
public final class Shell {

    private final Parts parts;
    private final Routing routing;
    private final Gate gate;
    private final Responses responses;
    private final RefusalProblems problems;
    private final AnswerHeaders answers;
    private final FreeFlow free;
    private final MeteredFlow metered;

    /**
     * What a shell is made of.
     *
     * @param nanos a clock for latencies only
     * @param addresses empty where rate limits are switched off, or no route is public
     * @param forward does the work of the catalog's rows of the upstream; null where none is configured
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
            Optional<AddressWindows> addresses,
            @Nullable Endpoint forward,
            TokenCounting tokens) {}

    public Shell(Parts parts) {
        this.parts = parts;
        this.routing = new Routing(parts.catalog(), parts.forward() != null);
        this.gate = new Gate(parts.settings());
        this.responses = new Responses(parts.settings(), parts.ids());
        this.problems = new RefusalProblems(parts.settings());
        this.answers = new AnswerHeaders(parts, responses);
        this.free = new FreeFlow(parts, answers, problems);
        this.metered = new MeteredFlow(parts, responses, problems);
    }

    /** Makes ready, when a function starts, what its answers will need. */
    void prepare(Operation operation) {
        if (operation.meter() != Operation.Meter.UNMETERED) {
            parts.tokens().prepare();
        }
    }

    /** What serves the proxy events of one operation. */
    public EndpointFunction.Service around(Operation operation, Endpoint endpoint) {
        return new OperationService(this, operation, endpoint);
    }

    private record OperationService(Shell shell, Operation operation, Endpoint endpoint)
            implements EndpointFunction.Service {

        @Override
        public void prepare() {
            shell.prepare(operation);
        }

        @Override
        public byte[] serve(byte[] event) {
            var request = shell.request(event);
            return shell.proxy(shell.serve(operation, endpoint, request, shell.trace(request), false));
        }
    }

    /**
     * Serves one request, and logs it.
     *
     * @param mcpTool whether it was made of a message to the route's MCP tool
     */
    Responses.Rendered serve(Operation operation, Endpoint endpoint, Request request, Trace trace, boolean mcpTool) {
        var startedAt = parts.nanos().getAsLong();
        var row = routing.row(operation, request);
        var asked = new Asked(place(operation, row), request, trace, mcpTool);
        var served = answer(asked, row, work(row, endpoint, request), startedAt);
        var tokens = served.meterClass() == null
                ? TokenCounting.Count.NONE
                : parts.tokens().of(request, parts.settings(), served.rendered());
        var rendered = answers.finish(asked, served, tokens);
        parts.log().line(RequestLines.of(parts, asked, served, tokens, startedAt));
        return rendered;
    }

    byte[] proxy(Responses.Rendered rendered) {
        return responses.proxy(rendered);
    }

    Trace trace(Request request) {
        return Trace.of(request, parts.settings(), parts.ids());
    }

    Settings settings() {
        return parts.settings();
    }

    Routing routing() {
        return routing;
    }

    Request request(byte[] event) {
        try {
            return Request.of(Json.readObject(event), parts.settings().apiBaseUrl());
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is not a proxy event of API Gateway", e);
        }
    }

    /** The operation as this request meets it: the row that it is sold by, or nothing that anybody has to be known for. */
    private static Operation place(Operation operation, Optional<RouteEntry> row) {
        if (row.isPresent()) {
            return Routing.isForwarded(row.get()) ? operation.sellingBy(row.get()) : operation;
        }
        return operation.meter() == Operation.Meter.CATALOG ? operation.withoutRoute() : operation;
    }

    /** A query is the upstream's to judge where it is forwarded; ours names each parameter once (contract 2). */
    private Endpoint work(Optional<RouteEntry> row, Endpoint endpoint, Request request) {
        var forward = parts.forward();
        if (forward != null && row.filter(Routing::isForwarded).isPresent()) {
            return forward;
        }
        return request.repeatedParameter()
                .<Endpoint>map(name -> _ -> QueryFields.repetition(name))
                .orElse(endpoint);
    }

    /** Who calls which route, as far as it is known: an answer says so even when its work fails. */
    private record Known(@Nullable Caller caller, Optional<RouteEntry> route, MeterClass meterClass) {}

    /** Whatever fails on the way is answered too, without detail. */
    private Served answer(Asked asked, Optional<RouteEntry> row, Endpoint endpoint, long startedAt) {
        var known = new Known(null, Optional.empty(), parts.catalog().platformRead());
        try {
            known = identify(asked, row);
            return switch (check(asked, known)) {
                case Check.Unrouted(var exchange) -> serveUnrouted(asked, known, endpoint, exchange);
                case Check.Failed(var problem) ->
                    answers.answerFree(asked, known.caller(), known.meterClass(), problem);
                case Check.Free(var exchange) -> free.serve(asked, endpoint, exchange);
                case Check.Metered(var route, var exchange) -> metered.serve(route, endpoint, exchange, startedAt);
            };
        } catch (StoreUnavailable e) {
            var problem = Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is not available right now.")
                    .retryAfter(1);
            return fault(asked, known, e, problem);
        } catch (RuntimeException e) {
            var problem = Reply.Problem.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
            return fault(asked, known, e, problem);
        }
    }

    private Served fault(Asked asked, Known known, RuntimeException fault, Reply problem) {
        parts.log()
                .fault(
                        asked.operation().operationId(),
                        asked.trace().requestId(),
                        fault,
                        parts.clock().instant());
        return answers.answerFree(asked, known.caller(), known.meterClass(), problem);
    }

    private Known identify(Asked asked, Optional<RouteEntry> row) {
        var caller = asked.operation().access().withoutCredential()
                ? null
                : CallerCodec.decode(asked.request().authorizer()).orElse(null);
        return new Known(
                caller,
                row,
                row.map(RouteEntry::meterClass).orElse(parts.catalog().platformRead()));
    }

    /** What the checks of contract 4 before step 3 say of a request. */
    private sealed interface Check {

        /** Nothing is there: step 0, which comes before the checks of version and body. */
        record Unrouted(Exchange exchange) implements Check {}

        record Failed(Reply.Problem problem) implements Check {}

        record Free(Exchange exchange) implements Check {}

        record Metered(RouteEntry route, Exchange exchange) implements Check {}
    }

    private Check check(Asked asked, Known known) {
        var operation = asked.operation();
        var request = asked.request();
        if (operation.isUnknown()) {
            return new Check.Unrouted(exchange(asked, null, Map.of()));
        }
        var caller = known.caller();
        var route = known.route();
        var scope = route.isPresent()
                ? known.meterClass().scope()
                : operation.access().scope();
        var body =
                gate.body(operation, request, route.filter(Routing::isForwarded).isPresent());
        var problem = gate.firstOf(
                () -> gate.admit(operation, request, caller, scope),
                () -> gate.mode(route, caller),
                () -> gate.version(request),
                body::problem);
        if (problem != null) {
            return new Check.Failed(problem);
        }
        var exchange = exchange(asked, caller, body.body());
        return route.<Check>map(row -> new Check.Metered(row, exchange)).orElseGet(() -> new Check.Free(exchange));
    }

    private Exchange exchange(Asked asked, @Nullable Caller caller, Map<String, @Nullable Object> body) {
        return new Exchange(
                asked.request(), asked.trace(), caller, body, parts.clock().instant(), null, asked.mcpTool());
    }

    private Served serveUnrouted(Asked asked, Known known, Endpoint endpoint, Exchange exchange) {
        var reply = asked.operation().catchesAll() ? endpoint.handle(exchange) : NotFound.route();
        return answers.answerFree(asked, null, known.meterClass(), reply);
    }
}
