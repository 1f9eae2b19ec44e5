package omni.meter;

import java.time.InstantSource;
import omni.account.Account;
import omni.billing.MeterClass;
import omni.billing.PlanKey;

/**
 * Settles a call: decides on the facts at hand, writes on condition of them, and on a lost race decides again on what
 * the failed condition returned, a bounded number of times (architecture 5).
 */
public final class Metering {

    /** Decisions per call; then the call is unavailable with nothing applied. */
    public static final int MAX_ATTEMPTS = 5;

    private final Ports ports;
    private final Backoff backoff;

    /** What a settlement reaches for. */
    record Ports(Admission admission, Meter meter, KeyCheck keys, InstantSource clock) {}

    public Metering(Admission admission, Meter meter, KeyCheck keys, InstantSource clock, Backoff backoff) {
        this.ports = new Ports(admission, meter, keys, clock);
        this.backoff = backoff;
    }

    public Admission admission() {
        return ports.admission();
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
        var settling = new Settling(ports, stored, call, outcome, mayBeCharged, annulment);
        try {
            for (var attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
                if (settling.attempt(attempt, backoff) instanceof Settling.Step.End(var settlement)) {
                    return settlement;
                }
            }
            return settling.giveUp();
        } catch (RuntimeException e) {
            settling.annulFaulted();
            throw e;
        }
    }

    /** Counts a call that costs nothing and leaves no row: a free route before its work, or a replay. */
    public WindowCount count(Account stored, MeterClass meterClass, PlanKey plan) {
        var account = stored;
        for (var attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            var clockReading = ports.clock().instant();
            var refusal = admission().decideWindow(account, meterClass, plan, clockReading);
            if (refusal != null) {
                return new WindowCount.Limited(refusal, account);
            }
            var now = Admission.now(account, clockReading);
            switch (ports.meter()
                    .write(CommitPlan.ofWindow(
                            account, meterClass, plan, admission().terms(), now))) {
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
}
