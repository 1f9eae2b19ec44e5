package omni.meter;

import java.time.Instant;
import java.time.InstantSource;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.Money;
import omni.meter.Verdict.Admitted;

/**
 * One call on its way to its commit: what is known of the account, and whether something may have been charged already.
 * Once that is so, any end but success is annulled first, an exception included.
 */
final class Settling {

    private static final int UNAVAILABLE = 503;
    private static final int FAULT = 500;

    private final Admission admission;
    private final Meter meter;
    private final KeyCheck keys;
    private final InstantSource clock;
    private final Call call;
    private final Call.Outcome outcome;
    private final Annulment annulment;
    private Account account;
    private boolean mayBeCharged;
    private boolean keysMoved;

    Settling(
            Metering.Ports ports,
            Account stored,
            Call call,
            Call.Outcome outcome,
            boolean mayBeCharged,
            Annulment annulment) {
        this.admission = ports.admission();
        this.meter = ports.meter();
        this.keys = ports.keys();
        this.clock = ports.clock();
        this.account = stored;
        this.call = call;
        this.outcome = outcome;
        this.mayBeCharged = mayBeCharged;
        this.annulment = annulment;
    }

    /** What one attempt came to. */
    sealed interface Step {

        /** Nothing was written, or others were faster: decide and write again, on the account as it is known now. */
        record Again() implements Step {}

        record End(Settlement settlement) implements Step {}
    }

    /** Decides and writes once; a lost answer is asked for once more: the condition shows whether the write had landed. */
    Step attempt(int attempt, Metering.Backoff backoff) {
        return switch (decide()) {
            case Decision.Refuse(var refusal) -> refuse(refusal);
            case Decision.Write(var plan, var last) -> {
                var result = meter.write(plan);
                if (result instanceof Meter.Result.Unknown) {
                    mayBeCharged = true;
                    result = meter.write(plan);
                }
                yield switch (result) {
                    case Meter.Result.Applied(var after) -> new Step.End(new Settlement.Committed(after, last));
                    case Meter.Result.Refused(var current) -> afterLostRace(current);
                    case Meter.Result.NotApplied(var _) -> {
                        backoff.pause(attempt);
                        yield checkKeyIfMoved();
                    }
                    case Meter.Result.Unknown(var _) -> new Step.End(giveUp());
                };
            }
        };
    }

    /** The condition did not hold: this very call had landed, or others did, or keys have changed. */
    private Step afterLostRace(Account current) {
        var landed = current.last();
        if (landed != null && landed.usageId().equals(call.usageId())) {
            return new Step.End(new Settlement.Committed(current, landed));
        }
        keysMoved = keysMoved || current.keysVersion() != account.keysVersion();
        account = current;
        return checkKeyIfMoved();
    }

    /**
     * Once keys have moved, the call does not know when its key ends: a rotation may have given it an end. So the key is
     * looked at before each further decision.
     */
    private Step checkKeyIfMoved() {
        if (!keysMoved) {
            return new Step.Again();
        }
        return switch (keys.check(call)) {
            case GOOD -> new Step.Again();
            case REFUSED -> refuse(new Refusal.KeyRefused());
            case UNREACHABLE -> new Step.End(giveUp());
        };
    }

    private sealed interface Decision {

        record Refuse(Refusal refusal) implements Decision {}

        record Write(CommitPlan plan, LastCall last) implements Decision {}
    }

    private Decision decide() {
        var clockReading = clock.instant();
        var now = Admission.now(account, clockReading);
        if (!outcome.isSuccess()) {
            return decideFailedCall(clockReading, now);
        }
        return switch (admission.decide(account, call, clockReading)) {
            case Verdict.Refused(var refusal) -> new Decision.Refuse(refusal);
            case Admitted admitted -> plan(admitted, now);
        };
    }

    /** It costs nothing, but counts its window. */
    private Decision decideFailedCall(Instant clockReading, Instant now) {
        var refusal = admission.decideRate(account, call, clockReading);
        if (refusal != null) {
            return new Decision.Refuse(refusal);
        }
        var rolled = account.rolledTo(now, admission.terms().renewal());
        return plan(new Admitted(Funding.NONE, Money.ZERO, 0, admission.position(rolled, call, now)), now);
    }

    private Decision plan(Admitted admitted, Instant now) {
        var plan = CommitPlan.of(account, call, outcome, admitted, admission.terms(), now);
        var last = plan.last();
        if (last == null) {
            throw new IllegalStateException("a settled call is recorded");
        }
        return new Decision.Write(plan, last);
    }

    private Step refuse(Refusal refusal) {
        return new Step.End(annulIfCharged(statusOf(refusal), new Settlement.Refused(refusal, account)));
    }

    /** Nothing can be said any more. */
    Settlement giveUp() {
        return annulIfCharged(UNAVAILABLE, new Settlement.Unavailable(account, true));
    }

    /** An exception ends the call: what may have been charged is given back. */
    void annulFaulted() {
        if (mayBeCharged) {
            annulment.annul(call, account, new Call.Outcome(FAULT, outcome.latencyMs()));
        }
    }

    /** The end of a call that is not answered with success. */
    private Settlement annulIfCharged(int status, Settlement settlement) {
        if (!mayBeCharged) {
            return settlement;
        }
        return switch (annulment.annul(call, account, new Call.Outcome(status, outcome.latencyMs()))) {
            case MARKED -> settlement;
            case ANSWERED -> new Settlement.AnsweredElsewhere();
            case TAKEN_OVER -> new Settlement.TakenOver();
            case FAILED -> new Settlement.Unavailable(account, false);
        };
    }

    private static int statusOf(Refusal refusal) {
        return switch (refusal) {
            case Refusal.KeyRefused() -> 401;
            case Refusal.RateLimited limited -> 429;
            case Refusal.AiQuotaExceeded exceeded -> 429;
            case Refusal.BillingRequired required -> 402;
            case Refusal.HardCapExceeded exceeded -> 402;
            case Refusal.ApprovalRequired required -> 402;
        };
    }
}
