package omni.account;

import java.time.Instant;
import java.util.Objects;
import omni.billing.Money;
import org.jspecify.annotations.Nullable;

/**
 * One write of a live account, as the stream reports it.
 *
 * @param before null when the account was made
 * @param reminderAt when this write was the reminder of something that time has changed, that time; null for any other write
 */
public record AccountChange(
        StreamPlace place,
        @Nullable Account before,
        Account after,
        @Nullable Instant reminderAt) {

    /** The call that this write committed; null when it committed none. */
    @Nullable
    LastCall call() {
        var sequence = before == null ? 0 : before.ledger().sequence();
        return after.ledger().sequence() > sequence ? after.last() : null;
    }

    Account.Standing standingBefore() {
        return before == null ? Account.Standing.NONE : before.standing();
    }

    boolean changesStanding() {
        return !standingBefore().equals(after.standing());
    }

    /** Whether an amount to be invoiced is another one: a paid call, a credit, or a month with usage that has ended. */
    public boolean changesAmounts() {
        var is = after.ledger();
        if (before == null) {
            return !is.accrual().equals(Money.ZERO) || !is.previousAccrual().equals(Money.ZERO);
        }
        var was = before.ledger();
        return !was.accrual().equals(is.accrual()) || !was.previousAccrual().equals(is.previousAccrual());
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
        if (changesStanding()) {
            return "stripe";
        }
        return call() == null ? "system" : "api";
    }
}
