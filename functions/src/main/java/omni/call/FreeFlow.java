package omni.call;

import java.util.Optional;
import omni.access.Ids;
import omni.account.Account;
import omni.billing.BillingState;
import omni.billing.MeterClass;
import omni.call.Shell.Parts;
import omni.http.Reply;
import omni.meter.Idempotency;
import omni.meter.WindowCount;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/** A route that costs nothing, from step 3 on: its window is counted before its work (contract 4). */
record FreeFlow(Parts parts, AnswerHeaders answers, RefusalProblems problems) {

    Served serve(Asked asked, Endpoint endpoint, Exchange exchange) {
        var caller = exchange.caller();
        var counted = caller == null ? null : caller.account();
        if (caller != null && counted == null && asked.operation().meter() == Operation.Meter.FREE) {
            // a person without an organization: there is no window to count on
            return serveCounted(asked, endpoint, exchange, caller);
        }
        if (caller == null || counted == null || asked.operation().meter() != Operation.Meter.FREE) {
            return serveWithoutWindow(asked, endpoint, exchange);
        }
        var plan =
                parts.headers().position(live(caller, counted), exchange.now()).effectivePlan();
        var count = parts.metering().count(counted, platformRead(), plan);
        var after = switch (count) {
            case WindowCount.Counted(var account) -> caller.withAccount(account);
            case WindowCount.Limited(var refusal, var account) -> caller.withAccount(account);
            case WindowCount.Missed(var account, var cause) -> {
                parts.log().line(RequestLines.missedCount(asked.operation(), exchange, cause));
                yield caller;
            }
        };
        if (count instanceof WindowCount.Limited limited) {
            return answer(asked, after, problems.of(limited.refusal()));
        }
        return serveCounted(asked, endpoint, exchange, after);
    }

    private Served serveCounted(Asked asked, Endpoint endpoint, Exchange exchange, Caller caller) {
        return key(asked, exchange)
                .map(header ->
                        serveUnderKey(asked, endpoint, exchange, caller, keyOf(asked.operation(), caller, header)))
                .orElseGet(() -> answer(
                        asked,
                        caller,
                        restriction(asked.operation(), caller, exchange).orElseGet(() -> endpoint.handle(exchange))));
    }

    /** A route that no organization's window counts: a public one is counted for its client's address. */
    private Served serveWithoutWindow(Asked asked, Endpoint endpoint, Exchange exchange) {
        var entry =
                new AddressGate(parts.settings(), parts.addresses(), parts.log()).enter(asked.operation(), exchange);
        var refusal = entry.refusal();
        var served =
                refusal == null ? serveForOwner(asked, endpoint, exchange) : answer(asked, exchange.caller(), refusal);
        return served.with(entry.headers());
    }

    /** Under an Idempotency-Key the endpoint says whose it is, as no caller is known here. */
    private Served serveForOwner(Asked asked, Endpoint endpoint, Exchange exchange) {
        var caller = exchange.caller();
        var header = key(asked, exchange);
        if (header.isPresent() && !IdempotencyKeys.isWellFormed(header.get())) {
            return answer(asked, caller, IdempotencyKeys.malformedKey());
        }
        return header.flatMap(value -> endpoint.keyOwner(exchange)
                        .map(owner -> new Idempotency.Key(owner.orgId(), owner.live(), value)))
                .map(key -> serveUnderKey(asked, endpoint, exchange, caller, key))
                .orElseGet(() -> answer(asked, caller, endpoint.handle(exchange)));
    }

    private static Optional<String> key(Asked asked, Exchange exchange) {
        return IdempotencyKeys.header(exchange.request())
                .filter(header -> asked.operation().honorsIdempotencyKey());
    }

    /** What gives a person an organization has one key of theirs before and after it: that of their subject, which stays. */
    private static Idempotency.Key keyOf(Operation operation, Caller caller, String header) {
        var principal = caller.principal();
        var owner = operation.access().kind() == Operation.Access.Kind.HUMAN_ANYWHERE
                ? Ids.ofWords("sub", principal.subject())
                : caller.orgId();
        return new Idempotency.Key(owner, principal.livemode(), header);
    }

    private Served serveUnderKey(
            Asked asked, Endpoint endpoint, Exchange exchange, @Nullable Caller caller, Idempotency.Key key) {
        return new IdempotentMutation(parts, exchange, key)
                .serve(new IdempotentMutation.Steps(
                        () -> caller == null
                                ? null
                                : restriction(asked.operation(), caller, exchange)
                                        .orElse(null),
                        seeded -> answer(asked, caller, endpoint.handle(seeded)),
                        reply -> answer(asked, caller, reply),
                        stored -> answers.answerFree(asked, caller, platformRead(), stored)));
    }

    private Served answer(Asked asked, @Nullable Caller caller, Reply reply) {
        return answers.answerFree(asked, caller, platformRead(), reply);
    }

    private MeterClass platformRead() {
        return parts.catalog().platformRead();
    }

    /** What a restricted organization may not do (contract 5.4). */
    private Optional<Reply> restriction(Operation operation, Caller caller, Exchange exchange) {
        var live = caller.liveAccount();
        if (operation.reads() || operation.access().servesRestricted() || live == null) {
            return Optional.empty();
        }
        var position = parts.headers().position(live, exchange.now());
        return position.state() == BillingState.RESTRICTED_READ_ONLY
                ? Optional.of(problems.restricted(
                        position, live.grant().unitsLeft(), live.standing().delinquentSince()))
                : Optional.empty();
    }

    private static Account live(Caller caller, Account counted) {
        var live = caller.liveAccount();
        return live == null ? counted : live;
    }
}
