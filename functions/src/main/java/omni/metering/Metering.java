package omni.metering;

import java.time.Instant;
import java.time.InstantSource;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.metering.Verdict.Admitted;
import org.jspecify.annotations.Nullable;

/**
 * Settles a call: decides on the facts at hand, writes on condition of them, and on a lost race decides again on what
 * the failed condition returned, a bounded number of times (architecture 5).
 */
public final class Metering {

    /** Decisions per call; then the call is unavailable with nothing applied. */
    public static final int MAX_ATTEMPTS = 5;

    private final Admission admission;
    private final Meter meter;
    private final KeyCheck keys;
    private final InstantSource clock;
    private final Backoff backoff;

    public Metering(Admission admission, Meter meter, KeyCheck keys, InstantSource clock, Backoff backoff) {
        this.admission = admission;
        this.meter = meter;
        this.keys = keys;
        this.clock = clock;
        this.backoff = backoff;
    }

    public Admission admission() {
        return admission;
    }

    /** Waits between attempts that were throttled; the attempt counts from 1. */
    @FunctionalInterface
    public interface Backoff {
        void pause(int attempt);
    }

    /**
     * Commits a call whose outcome is known.
     *
     * @param stored the account as authentication read it
     * @param mayBeCharged whether an earlier attempt may have charged this usage id: then every answer but success is
     *     annulled first
     */
    public Settlement settle(
            Account stored, Call call, Call.Outcome outcome, boolean mayBeCharged, Annulment annulment) {
        var account = stored;
        var unknown = mayBeCharged;
        for (var attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            var decision = decide(account, call, outcome);
            if (decision.refusal() != null) {
                return refuse(account, call, outcome, decision.refusal(), unknown, annulment);
            }
            var result = meter.write(decision.plan());
            if (result instanceof Meter.Result.Unknown) {
                unknown = true;
                result = meter.write(decision.plan());
            }
            switch (result) {
                case Meter.Result.Applied(var after) -> {
                    return new Settlement.Committed(after, decision.last());
                }
                case Meter.Result.Refused(var current) -> {
                    var landed = current.last();
                    if (landed != null && landed.usageId().equals(call.usageId())) {
                        return new Settlement.Committed(current, landed);
                    }
                    if (current.keysVersion() != account.keysVersion()) {
                        switch (keys.check(call)) {
                            case GOOD -> {}
                            case REFUSED -> {
                                return refuse(current, call, outcome, new Refusal.KeyRefused(), unknown, annulment);
                            }
                            case UNREACHABLE -> {
                                return unavailable(current, call, unknown, annulment);
                            }
                        }
                    }
                    account = current;
                }
                case Meter.Result.NotApplied(var cause) -> backoff.pause(attempt);
                case Meter.Result.Unknown(var cause) -> {
                    return unavailable(account, call, true, annulment);
                }
            }
        }
        return unavailable(account, call, unknown, annulment);
    }

    /** Counts a call that costs nothing and leaves no row: a free route before its work, or a replay. */
    public WindowCount count(Account stored, MeterClass meterClass, PlanKey plan) {
        var account = stored;
        for (var attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            var clockReading = clock.instant();
            var refusal = admission.decideWindow(account, meterClass, plan, clockReading);
            if (refusal != null) {
                return new WindowCount.Limited(refusal, account);
            }
            var now = Admission.now(account, clockReading);
            switch (meter.write(CommitPlan.ofWindow(account, meterClass, plan, admission.terms(), now))) {
                case Meter.Result.Applied(var after) -> {
                    return new WindowCount.Counted(after);
                }
                case Meter.Result.Refused(var current) -> account = current;
                case Meter.Result.NotApplied(var cause) -> backoff.pause(attempt);
                case Meter.Result.Unknown(var cause) -> {
                    return new WindowCount.Missed(account, cause);
                }
            }
        }
        return new WindowCount.Missed(account, "the counter was contended " + MAX_ATTEMPTS + " times");
    }

    private record Decision(
            @Nullable Refusal refusal, @Nullable CommitPlan planned) {

        CommitPlan plan() {
            if (planned == null) {
                throw new IllegalStateException("a refusal has no plan");
            }
            return planned;
        }

        LastCall last() {
            var last = plan().last();
            if (last == null) {
                throw new IllegalStateException("a settled call is recorded");
            }
            return last;
        }
    }

    private Decision decide(Account account, Call call, Call.Outcome outcome) {
        var clockReading = clock.instant();
        var now = Admission.now(account, clockReading);
        var rolled = account.rolledTo(now, admission.terms().renewal());
        if (!outcome.succeeded()) {
            var refusal = admission.decideRate(account, call, clockReading);
            var position = admission.position(rolled, call, now);
            var failed = new Admitted(Funding.NONE, Money.ZERO, 0, position);
            return refusal != null
                    ? new Decision(refusal, null)
                    : new Decision(null, plan(account, call, outcome, failed, 0, now));
        }
        return switch (admission.decide(account, call, clockReading)) {
            case Verdict.Refused(var refusal) -> new Decision(refusal, null);
            case Admitted admitted -> new Decision(null, plan(account, call, outcome, admitted, 1, now));
        };
    }

    private CommitPlan plan(
            Account account, Call call, Call.Outcome outcome, Admitted admitted, int units, Instant now) {
        var terms = admission.terms();
        var last = new LastCall(
                call.usageId(),
                call.requestId(),
                call.principalId(),
                call.authMode(),
                call.route(),
                call.meterClass().number(),
                call.mcpTool(),
                outcome.status(),
                outcome.latencyMs(),
                units,
                admitted.aiUnits(),
                admitted.funding(),
                admitted.price(),
                admitted.position().effectivePlan(),
                admitted.position().state(),
                terms.rateCard().version(),
                now);
        return CommitPlan.of(account, call.meterClass(), last, terms, now);
    }

    private static Settlement refuse(
            Account account,
            Call call,
            Call.Outcome outcome,
            Refusal refusal,
            boolean mayBeCharged,
            Annulment annulment) {
        var answered = new Call.Outcome(statusOf(refusal), outcome.latencyMs());
        if (!mayBeCharged) {
            return new Settlement.Refused(refusal, account);
        }
        return switch (annulment.annul(call, account, answered)) {
            case MARKED -> new Settlement.Refused(refusal, account);
            case ANSWERED -> new Settlement.AnsweredElsewhere();
            case TAKEN_OVER -> new Settlement.TakenOver();
            case FAILED -> new Settlement.Unavailable(account, false);
        };
    }

    private static Settlement unavailable(Account account, Call call, boolean mayBeCharged, Annulment annulment) {
        if (!mayBeCharged) {
            return new Settlement.Unavailable(account, true);
        }
        return switch (annulment.annul(call, account, new Call.Outcome(503, 0))) {
            case MARKED -> new Settlement.Unavailable(account, true);
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
