package omni.call;

import java.time.Instant;
import omni.account.Account;
import omni.call.Shell.Parts;
import omni.http.Responses;
import omni.log.LogLine;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.Idempotency;
import omni.meter.Settlement;
import omni.meter.VoidMark;

/** The hold of a call with an Idempotency-Key: the key's record carries the usage id, and a fence tells whose it is. */
final class Claim implements Hold {

    private static final Call.Outcome UNAVAILABLE = new Call.Outcome(503, 0);

    private final Parts parts;
    private final String requestId;
    private final Idempotency.Key key;
    private final Idempotency.InProgress record;
    private final Origin origin;
    private boolean freed;

    /** What ran under the usage id before. */
    enum Origin {
        /** Nothing. */
        FRESH,
        /** An attempt that died: it may have been charged. */
        TAKEOVER,
        /** An attempt that died after it was charged. */
        CHARGED_TAKEOVER
    }

    Claim(Parts parts, String requestId, Idempotency.Key key, Idempotency.InProgress record, Origin origin) {
        this.parts = parts;
        this.requestId = requestId;
        this.key = key;
        this.record = record;
        this.origin = origin;
    }

    String usageId() {
        return record.usageId();
    }

    /** Writes the claim, on condition that the key is still as {@code seen}; false when it has changed hands. */
    boolean take(Idempotency.State seen) {
        return parts.idempotency().claim(key, seen, record, now());
    }

    @Override
    public boolean mayBeCharged() {
        return origin != Origin.FRESH;
    }

    @Override
    public boolean isCharged() {
        return origin == Origin.CHARGED_TAKEOVER;
    }

    @Override
    public boolean isExclusive() {
        return freed;
    }

    @Override
    public Annulment annulment() {
        return (call, account, answered) -> {
            var mark = VoidMark.of(call, account, answered, now());
            var result = parts.idempotency().annulAndRelease(key, record.fence(), mark);
            freed |= result == Annulment.Result.MARKED;
            return result;
        };
    }

    /** Frees the key; where that fails, the next attempt takes it over after the lock. */
    @Override
    public boolean release() {
        if (freed) {
            return true;
        }
        var release = parts.idempotency().release(key, record.fence());
        freed = release == Idempotency.Release.FREED;
        if (release == Idempotency.Release.UNKNOWN) {
            parts.log()
                    .line(new LogLine.CallLoss(
                            LogLine.CallLoss.Loss.IDEMPOTENCY_RELEASE_MISSED, requestId, record.usageId()));
        }
        return release != Idempotency.Release.LOST_FENCE;
    }

    @Override
    public Clearance giveUp(Call call, Account account, Call.Outcome answered) {
        if (!mayBeCharged()) {
            return release() ? new Clearance.Clear() : new Clearance.Blocked(new Settlement.TakenOver());
        }
        return switch (annulment().annul(call, account, answered)) {
            case MARKED -> new Clearance.Clear();
            case ANSWERED -> new Clearance.Blocked(new Settlement.AnsweredElsewhere());
            case TAKEN_OVER -> new Clearance.Blocked(new Settlement.TakenOver());
            case FAILED -> new Clearance.Blocked(new Settlement.Unavailable(account, false));
        };
    }

    @Override
    public Clearance store(Call call, Account account, Responses.Rendered rendered) {
        return switch (parts.idempotency().complete(key, record.fence(), rendered.toStored(), now())) {
            case DONE -> new Clearance.Clear();
            case LOST_FENCE -> new Clearance.Blocked(new Settlement.TakenOver());
            case UNKNOWN ->
                switch (annulment().annul(call, account, UNAVAILABLE)) {
                    case ANSWERED -> new Clearance.Clear();
                    case MARKED -> new Clearance.Blocked(new Settlement.Unavailable(account, true));
                    case TAKEN_OVER -> new Clearance.Blocked(new Settlement.TakenOver());
                    case FAILED -> new Clearance.Blocked(new Settlement.Unavailable(account, false));
                };
        };
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
