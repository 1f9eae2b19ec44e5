package omni.account;

import java.time.Instant;
import java.util.Objects;
import omni.billing.Money;
import org.jspecify.annotations.Nullable;

/**
 * One write of a live account, as the stream tells it.
 *
 * @param before null when the account was made
 * @param reminded when this write was the reminder of something that time has changed, that time; null for any other write
 */
public record AccountMove(
        StreamPlace place,
        @Nullable Account before,
        Account after,
        @Nullable Instant reminded) {

    /** The call that this write committed; null when it committed none. */
    @Nullable
    LastCall call() {
        var sequence = before == null ? 0 : before.ledger().sequence();
        return after.ledger().sequence() > sequence ? after.last() : null;
    }

    Account.Standing standingBefore() {
        return before == null ? Account.Standing.NONE : before.standing();
    }

    boolean movesStanding() {
        return !standingBefore().equals(after.standing());
    }

    /** Whether an amount to be invoiced is another one: a paid call, a credit, or a month with usage that has ended. */
    public boolean movesAmounts() {
        var is = after.ledger();
        if (before == null) {
            return !is.accrued().equals(Money.ZERO) || !is.previousAccrued().equals(Money.ZERO);
        }
        var was = before.ledger();
        return !was.accrued().equals(is.accrued()) || !was.previousAccrued().equals(is.previousAccrued());
    }

    /** Who moved it: contracts, restrictions and cleared disputes are set by an operator, all else of a standing by Stripe. */
    String source() {
        var was = standingBefore();
        var is = after.standing();
        if (!Objects.equals(was.contract(), is.contract())
                || was.operatorRestriction() != is.operatorRestriction()
                || (was.disputeLostAt() != null && is.disputeLostAt() == null)) {
            return "api";
        }
        if (movesStanding()) {
            return "stripe";
        }
        return call() == null ? "system" : "api";
    }
}
