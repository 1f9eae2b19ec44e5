package omni.ledger;

import java.util.Optional;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.billing.Money;

/**
 * What a credit gives back to the account, as far as the account still counts it. A unit of an earlier month's grant, a price of zero
 * and a unit of an earlier month's AI quota are owed to nobody any more.
 *
 * @param current off the accrual of the account's month
 * @param previous off the closing total of the month before
 */
public record Refund(long grantUnits, Money current, Money previous, long aiUnits) {

    private static final Refund NOTHING = new Refund(0, Money.ZERO, Money.ZERO, 0);

    /** Empty when money is owed that the account can no longer take back: its month is past. */
    public static Optional<Refund> of(Account account, UsageRow row) {
        if (!row.isCharged()) {
            return Optional.of(NOTHING);
        }
        var month = InvoicePeriod.at(row.call().at());
        var counters = account.ledger();
        var now = month.equals(counters.period());
        var grant = row.funding() == Funding.GRANT
                        && month.compareTo(account.grant().period()) >= 0
                ? 1
                : 0;
        var price = row.price();
        if (!price.equals(Money.ZERO) && !now && !month.equals(counters.previousPeriod())) {
            return Optional.empty();
        }
        return Optional.of(new Refund(
                grant,
                now ? price : Money.ZERO,
                now ? Money.ZERO : price,
                now ? row.call().aiUnits() : 0));
    }

    public boolean isNothing() {
        return equals(NOTHING);
    }
}
