package omni.call;

import java.time.Instant;
import omni.account.Account;
import omni.billing.Money;
import omni.call.Shell.Parts;
import omni.catalog.RouteEntry;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Responses;
import omni.ledger.UsageRow;
import omni.log.CommitLine;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.Idempotency;
import omni.meter.Settlement;
import omni.meter.Verdict;
import omni.meter.VoidMark;
import omni.meter.WindowCount;
import org.jspecify.annotations.Nullable;

/**
 * A billable call from step 3 on: gate, claim, work, commit, answer (contract 4 and 10, architecture 3 and 5). Nothing
 * is released before its commit; a refused call does no work and writes nothing.
 */
final class MeteredFlow {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A failed call takes no unit and no price: whatever became of its commit, there is nothing to give back. */
    private static final Annulment NOTHING_CHARGED = (call, account, answered) -> Annulment.Result.MARKED;

    private final Parts parts;
    private final Responses responses;
    private final RefusalProblems problems;

    MeteredFlow(Parts parts, Responses responses, RefusalProblems problems) {
        this.parts = parts;
        this.responses = responses;
        this.problems = problems;
    }

    /** One call on its way. */
    private record Run(
            RouteEntry route, Endpoint endpoint, Exchange exchange, Call call, Account stored, long startedAt) {

        Run under(String usageId) {
            return new Run(route, endpoint, exchange, call.under(usageId), stored, startedAt);
        }
    }

    Served serve(RouteEntry route, Endpoint endpoint, Exchange exchange, long startedAt) {
        var caller = exchange.known();
        var stored = caller.account();
        if (stored == null) {
            throw new IllegalStateException("the gate lets nobody without an account in here");
        }
        var run = new Run(route, endpoint, exchange, call(route, exchange, caller, stored), stored, startedAt);
        var limited = parts.metering().admission().decideRate(stored, run.call(), clock());
        if (limited != null) {
            return refused(run, stored, problems.of(limited), null);
        }
        var keyHeader = IdempotentFlow.header(exchange.request());
        if (keyHeader.isEmpty()) {
            return gated(run, null);
        }
        return new IdempotentFlow(parts, exchange, stored).enter(keyHeader.get(), new Attempts(run));
    }

    private Call call(RouteEntry route, Exchange exchange, Caller caller, Account stored) {
        var principal = caller.principal();
        var live = caller.liveAccount();
        return new Call(
                parts.ids().of("use"),
                exchange.requestId(),
                principal.principalId(),
                principal.authMode(),
                principal.keyHash(),
                principal.keyExpiresAt(),
                route.number(),
                route.meterClass(),
                false,
                stored.live() || live == null ? null : parts.headers().position(live, exchange.now()));
    }

    /** What the idempotent flow may do with this call. */
    final class Attempts {

        private final Run run;

        private Attempts(Run run) {
            this.run = run;
        }

        String usageId() {
            return run.call().usageId();
        }

        /** Steps 4 to 7 on the facts that authentication read; null when the call may run. */
        @Nullable
        Served refusedByGate() {
            return refusedBy(run);
        }

        /** Runs under a claim. */
        Served work(IdempotentFlow.Claim claim) {
            return worked(run.under(claim.usageId()), claim);
        }

        /**
         * Refuses in place of an attempt that died; null when that one ended meanwhile after all.
         *
         * @param dead its claim
         */
        @Nullable
        Served refuseInstead(IdempotentFlow.Claim dead, Served refusal) {
            var answered = new Call.Outcome(refusal.rendered().status(), latency(run));
            return switch (dead.annulment().annul(run.call().under(dead.usageId()), run.stored(), answered)) {
                case MARKED -> refusal;
                case ANSWERED, TAKEN_OVER -> null;
                case FAILED ->
                    unsettled(run.under(dead.usageId()), null, new Settlement.Unavailable(run.stored(), false), null);
            };
        }

        Served problem(Reply.Problem problem) {
            return refused(run, run.stored(), problem, null);
        }

        /** A replay: counted in the window, billed to nobody (contract 7.2, 10). */
        Served replay(Idempotency.Stored answer) {
            var meterClass = run.route().meterClass();
            var plan = parts.headers()
                    .position(live(run.stored()), run.exchange().now())
                    .effectivePlan();
            return switch (parts.metering().count(run.stored(), meterClass, plan)) {
                case WindowCount.Limited(var refusal, var account) -> refused(run, account, problems.of(refusal), null);
                case WindowCount.Missed(var account, var cause) -> refused(run, account, meteringUnavailable(), null);
                case WindowCount.Counted(var after) -> sendAgain(answer, after);
            };
        }

        private Served sendAgain(Idempotency.Stored answer, Account after) {
            var body = answer.body();
            if (body == null && !run.route().method().equals("GET")) {
                return refused(run, after, IdempotentFlow.tooLarge(), null);
            }
            var rendered = body == null ? rendered(run) : Responses.Rendered.of(answer, body);
            var served = served(run, after, rendered, Money.ZERO, null);
            return rendered.status() < 400 ? served.with("Idempotency-Replayed", "true") : served;
        }

        private Account live(Account counted) {
            var live = run.exchange().known().liveAccount();
            return live == null ? counted : live;
        }
    }

    private Served gated(Run run, IdempotentFlow.@Nullable Claim claim) {
        var refusal = refusedBy(run);
        return refusal != null ? refusal : worked(run, claim);
    }

    private @Nullable Served refusedBy(Run run) {
        return switch (parts.metering().admission().decide(run.stored(), run.call(), clock())) {
            case Verdict.Refused(var refusal) -> refused(run, run.stored(), problems.of(refusal), null);
            case Verdict.Admitted admitted -> null;
        };
    }

    private Served worked(Run run, IdempotentFlow.@Nullable Claim claim) {
        return run.route().commitBefore() ? paidFirst(run, claim) : workFirst(run, claim);
    }

    /** The ordinary order: work, commit, answer. */
    private Served workFirst(Run run, IdempotentFlow.@Nullable Claim claim) {
        var rendered = rendered(run);
        var outcome = new Call.Outcome(rendered.status(), latency(run));
        if (!outcome.isSuccess()) {
            return failed(run, claim, rendered, outcome);
        }
        if (claim != null && claim.charged()) {
            return answered(run, claim, run.stored(), rendered);
        }
        var settlement = settle(run, outcome, claim != null && claim.takeover(), annulment(claim));
        return settled(run, claim, settlement, rendered);
    }

    /** For work that must not run unpaid: commit, work, answer; a failure gives the unit back. */
    private Served paidFirst(Run run, IdempotentFlow.@Nullable Claim claim) {
        var after = run.stored();
        if (claim == null || !claim.charged()) {
            var outcome = new Call.Outcome(200, latency(run));
            var settlement = settle(run, outcome, claim != null && claim.takeover(), annulment(claim));
            if (!(settlement instanceof Settlement.Committed committed)) {
                return unsettled(run, claim, settlement, null);
            }
            after = committed.after();
        }
        var rendered = rendered(run);
        var outcome = new Call.Outcome(rendered.status(), latency(run));
        if (outcome.isSuccess()) {
            return answered(run, claim, after, rendered);
        }
        return switch (annulment(claim).annul(run.call(), after, outcome)) {
            case MARKED -> served(run, after, rendered, Money.ZERO, run.call().usageId());
            case ANSWERED -> unsettled(run, claim, new Settlement.AnsweredElsewhere(), rendered);
            case TAKEN_OVER -> unsettled(run, claim, new Settlement.TakenOver(), rendered);
            case FAILED -> unsettled(run, claim, new Settlement.Unavailable(after, false), rendered);
        };
    }

    /** The commit; its line in the log is the row's second source. */
    private Settlement settle(Run run, Call.Outcome outcome, boolean mayBeCharged, Annulment annulment) {
        var settlement = parts.metering().settle(run.stored(), run.call(), outcome, mayBeCharged, annulment);
        if (settlement instanceof Settlement.Committed(var after, var _)) {
            UsageRow.of(after).ifPresent(row -> parts.log().line(CommitLine.of(row)));
        }
        return settlement;
    }

    /** The work, up to the bytes of its answer; a fault in it is a failed call like any other. */
    private Responses.Rendered rendered(Run run) {
        var trace = run.exchange().trace();
        try {
            return responses.render(run.endpoint().handle(run.exchange()), trace);
        } catch (RuntimeException e) {
            parts.log().fault(run.route().endpointKey(), run.exchange().requestId(), e, clock());
            return responses.render(
                    Reply.Problem.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."), trace);
        }
    }

    /** A failed call: free, but it has its row and its place in the window. An earlier attempt's charge is given back first. */
    private Served failed(
            Run run, IdempotentFlow.@Nullable Claim claim, Responses.Rendered rendered, Call.Outcome outcome) {
        if (claim != null) {
            var freed = claim.giveUp(run.call(), run.stored(), outcome);
            if (freed != null) {
                return unsettled(run, claim, freed, rendered);
            }
        }
        var own = claim == null || claim.over() ? run : run.under(parts.ids().of("use"));
        return recorded(own, rendered, outcome);
    }

    /** Under a usage id that no other attempt can charge: else that one would take this row for its own commit. */
    private Served recorded(Run run, Responses.Rendered rendered, Call.Outcome outcome) {
        var settlement = settle(run, outcome, false, NOTHING_CHARGED);
        return switch (settlement) {
            case Settlement.Committed(var after, var call) ->
                served(run, after, rendered, Money.ZERO, run.call().usageId());
            case Settlement.Refused(var refusal, var account) -> refused(run, account, problems.of(refusal), null);
            case Settlement.Unavailable(var account, var clean) -> {
                fault(run, "failed_call_row_missed");
                yield served(run, account, rendered, Money.ZERO, run.call().usageId());
            }
            case Settlement.AnsweredElsewhere(), Settlement.TakenOver() ->
                throw new IllegalStateException("nobody else answers a call without a claim");
        };
    }

    private Served settled(
            Run run, IdempotentFlow.@Nullable Claim claim, Settlement settlement, Responses.Rendered rendered) {
        return settlement instanceof Settlement.Committed(var after, var call)
                ? answered(run, claim, after, rendered)
                : unsettled(run, claim, settlement, rendered);
    }

    /** The answer is charged for; with a claim it is stored before it is released. */
    private Served answered(Run run, IdempotentFlow.@Nullable Claim claim, Account after, Responses.Rendered rendered) {
        var unstored = claim == null ? null : claim.store(run.call(), after, rendered);
        if (unstored != null) {
            return unsettled(run, claim, unstored, rendered);
        }
        return served(run, after, rendered, price(run, after), run.call().usageId());
    }

    private Served unsettled(
            Run run,
            IdempotentFlow.@Nullable Claim claim,
            Settlement settlement,
            Responses.@Nullable Rendered rendered) {
        return switch (settlement) {
            case Settlement.Refused(var refusal, var account) -> released(run, claim, account, problems.of(refusal));
            case Settlement.Unavailable(var account, var clean)
            when clean -> released(run, claim, account, meteringUnavailable());
            case Settlement.Unavailable(var account, var clean) -> {
                fault(run, "charge_without_answer");
                yield refused(run, account, meteringUnavailable(), run.call().usageId());
            }
            case Settlement.TakenOver() -> refused(run, run.stored(), IdempotentFlow.inFlight(), null);
            case Settlement.AnsweredElsewhere() ->
                rendered == null
                        ? refused(run, run.stored(), IdempotentFlow.inFlight(), null)
                        : served(
                                run,
                                run.stored(),
                                rendered,
                                price(run, run.stored()),
                                run.call().usageId());
            case Settlement.Committed(var after, var call) ->
                throw new IllegalStateException("a committed call is answered");
        };
    }

    /** Answers a problem once the key is free; an attempt that has lost it leaves the answer to the one that has it. */
    private Served released(Run run, IdempotentFlow.@Nullable Claim claim, Account account, Reply.Problem problem) {
        return claim == null || claim.release()
                ? refused(run, account, problem, run.call().usageId())
                : refused(run, account, IdempotentFlow.inFlight(), null);
    }

    static Reply.Problem meteringUnavailable() {
        return Reply.Problem.of(
                        ErrorCode.METERING_UNAVAILABLE,
                        "The call could not be counted, so it was not served; nothing is charged.")
                .retryAfter(1);
    }

    private Annulment annulment(IdempotentFlow.@Nullable Claim claim) {
        return claim != null
                ? claim.annulment()
                : (call, account, answered) -> parts.ledger().putVoid(VoidMark.of(call, account, answered, clock()))
                        ? Annulment.Result.MARKED
                        : Annulment.Result.FAILED;
    }

    private Money price(Run run, Account after) {
        var live = run.exchange().known().liveAccount();
        return !after.live() || live == null
                ? Money.ZERO
                : parts.headers()
                        .planPrice(
                                after, run.route().meterClass(), run.exchange().now());
    }

    private Served refused(Run run, Account account, Reply.Problem problem, @Nullable String usageId) {
        var rendered = responses.render(problem, run.exchange().trace());
        // whoever is refused as unknown learns nothing of the organization either (contract 8)
        return problem.code().status() == 401
                ? new Served(rendered, null, run.route().meterClass().key(), Money.ZERO, usageId)
                : served(run, account, rendered, Money.ZERO, usageId);
    }

    private Served served(Run run, Account counted, Responses.Rendered rendered, Money cost, @Nullable String usageId) {
        var caller = run.exchange().known().counted(counted);
        var live = caller.liveAccount() == null ? counted : caller.liveAccount();
        var meterClass = run.route().meterClass();
        return new Served(
                rendered, parts.headers().of(live, counted, meterClass, clock()), meterClass.key(), cost, usageId);
    }

    private long latency(Run run) {
        return (parts.nanos().getAsLong() - run.startedAt()) / NANOS_PER_MILLI;
    }

    private void fault(Run run, String event) {
        var line = new java.util.LinkedHashMap<String, @Nullable Object>();
        line.put("event", event);
        line.put("requestId", run.exchange().requestId());
        line.put("usageId", run.call().usageId());
        parts.log().line(line);
    }

    private Instant clock() {
        return parts.clock().instant();
    }
}
