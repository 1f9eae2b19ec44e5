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
 * @param isCredited whether its charge was given back: then it counts nothing
 */
public record UsageRow(String orgId, boolean live, long sequence, LastCall call, boolean isCredited) {

    /** The row of an account that has just moved on; empty for an account that has committed nothing. */
    public static Optional<UsageRow> of(Account account) {
        var last = account.last();
        return last == null
                ? Optional.empty()
                : Optional.of(new UsageRow(
                        account.orgId(), account.live(), account.ledger().sequence(), last, false));
    }

    /** The row after its charge was given back; what the caller was answered instead stands in the mark. */
    public UsageRow creditedRow(@Nullable VoidMark mark) {
        var answered = mark == null ? call : call.withAnswer(mark.status(), mark.latencyMs());
        return new UsageRow(orgId, live, sequence, answered, true);
    }

    /** Whether its charge stands. */
    public boolean isCharged() {
        return call.isCharged() && !isCredited;
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
        return isCredited ? 0 : call.units();
    }

    /** Who pays, net of credits. */
    public Funding funding() {
        return isCredited ? Funding.NONE : call.funding();
    }

    /** The price net of credits. */
    public Money price() {
        return isCredited ? Money.ZERO : call.price();
    }
}
