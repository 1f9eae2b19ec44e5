package omni.ledger;

import java.util.Locale;
import java.util.Optional;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.Money;
import omni.event.ListPosition;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger: one commit, as the stream rendered it.
 *
 * @param sequence the account's commit number
 * @param call what was committed
 */
public record UsageRow(String orgId, boolean live, long sequence, LastCall call, State state) {

    /** What became of a commit. */
    public enum State {
        /** It was charged before its work, and nobody has proved yet that the work succeeded. */
        UNPROVEN,
        /** It is a call, and counts as what it was committed as. */
        COUNTED,
        /** Its charge was given back: still a call, which costs nothing. */
        CREDITED,
        /** Its call was committed before: another row is that call, and this one is shown and counted nowhere. */
        DUPLICATE
    }

    /** The row of an account that has just moved on; empty for an account that has committed nothing. */
    public static Optional<UsageRow> of(Account account) {
        var last = account.last();
        return last == null
                ? Optional.empty()
                : Optional.of(committed(
                        account.orgId(), account.live(), account.ledger().sequence(), last));
    }

    /** The row of a commit that nothing more is known of. */
    public static UsageRow committed(String orgId, boolean live, long sequence, LastCall call) {
        return new UsageRow(orgId, live, sequence, call, call.beforeWork() ? State.UNPROVEN : State.COUNTED);
    }

    /** The row once its work is known to have succeeded. */
    public UsageRow provenRow() {
        return new UsageRow(orgId, live, sequence, call, State.COUNTED);
    }

    /** The row after its charge was given back; what the caller was answered instead stands in the mark. */
    public UsageRow creditedRow(@Nullable VoidMark mark) {
        var answered = mark == null ? call : call.withAnswer(mark.status(), mark.latencyMs());
        return new UsageRow(orgId, live, sequence, answered, State.CREDITED);
    }

    /** The row when another one is its call: whatever it was charged is given back. */
    public UsageRow duplicateRow() {
        return new UsageRow(orgId, live, sequence, call, State.DUPLICATE);
    }

    /** Whether it counts nothing any more. */
    public boolean isCredited() {
        return state == State.CREDITED || state == State.DUPLICATE;
    }

    /** Whether its end is still to be known. */
    public boolean isUnproven() {
        return state == State.UNPROVEN;
    }

    /** Whether it is shown and counted as a call. */
    public boolean isShown() {
        return state != State.DUPLICATE;
    }

    /** Whether its charge stands. */
    public boolean isCharged() {
        return call.isCharged() && !isCredited();
    }

    /** Its place in the list of its account: a usage id that was counted twice has two rows, so the commit decides last. */
    public ListPosition position() {
        return new ListPosition(call.at(), call.usageId() + "#" + String.format(Locale.ROOT, "%012d", sequence));
    }

    public boolean isSuccess() {
        return call.status() < 400;
    }

    /** Units net of credits. */
    public int units() {
        return isCredited() ? 0 : call.units();
    }

    /** Who pays, net of credits. */
    public Funding funding() {
        return isCredited() ? Funding.NONE : call.funding();
    }

    /** The price net of credits. */
    public Money price() {
        return isCredited() ? Money.ZERO : call.price();
    }
}
