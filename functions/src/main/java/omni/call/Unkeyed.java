package omni.call;

import omni.account.Account;
import omni.call.Shell.Parts;
import omni.http.Responses;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.VoidMark;

/** The hold of a call without an Idempotency-Key: its usage id is new, and nobody else ever has it. */
record Unkeyed(Parts parts) implements Hold {

    @Override
    public boolean mayBeCharged() {
        return false;
    }

    @Override
    public boolean isCharged() {
        return false;
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public Annulment annulment() {
        return (call, account, answered) -> parts.ledger()
                        .putVoid(VoidMark.of(
                                call, account, answered, parts.clock().instant()))
                ? Annulment.Result.MARKED
                : Annulment.Result.FAILED;
    }

    @Override
    public boolean release() {
        return true;
    }

    @Override
    public Clearance giveUp(Call call, Account account, Call.Outcome answered) {
        return new Clearance.Clear();
    }

    @Override
    public Clearance store(Call call, Account account, Responses.Rendered rendered) {
        return new Clearance.Clear();
    }
}
