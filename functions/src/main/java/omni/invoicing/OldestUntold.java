package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.invoicing.Discrepancy.Kind;
import omni.ledger.RollUp;
import omni.ledger.RollUp.Tally;
import omni.ledger.RollUps;
import org.jspecify.annotations.Nullable;

/**
 * Since when a month's usage is untold: the last calls that come to what is missing, found by days and hours from the month's last call
 * back. Who goes on calling would else seem to have begun just now, however long nothing was told.
 *
 * @param month with every call of the month
 */
record OldestUntold(RollUps rollUps, RollUp month) {

    /** Of days and hours: each call is in one tally of a route, and in one of its principal. */
    private static final String ROUTE = "route#";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** What was told for certain not long ago leaves nothing that could be old. */
    boolean isNeeded(Discrepancy seen, @Nullable MonthBook book, Instant now) {
        var report = book == null ? null : book.lastReport();
        return seen.kind() == Kind.UNTOLD
                && report != null
                && !seen.isDrift(now)
                && (!report.isConfirmed() || seen.knownSince(report.at()).isDrift(now));
    }

    Instant since(Discrepancy seen) {
        var untold = seen.expectedAmount().minus(seen.foundAmount());
        var last = month.tallies().values().stream()
                .filter(OldestUntold::isPaid)
                .map(Tally::lastAt)
                .max(Instant::compareTo)
                .orElse(seen.since());
        if (untold.compareTo(Money.ZERO) <= 0) {
            return seen.since(); // a credit, of which nobody knows when it came
        }
        var day = back(untold, last, month.scope().start(), DAY, at -> RollUp.Scope.day(orgId(), true, at));
        var hour = back(day.left(), day.lastAt(), day.begin(), HOUR, at -> RollUp.Scope.hour(orgId(), true, at));
        return hour.left().compareTo(hour.amount()) < 0 ? hour.lastAt() : hour.firstAt();
    }

    /**
     * A stretch of time that the amount is used up in.
     *
     * @param amount of its calls
     * @param left of what is looked for, with them
     */
    private record Stretch(Instant begin, Instant firstAt, Instant lastAt, Money amount, Money left) {}

    private Stretch back(
            Money amount, Instant last, Instant begin, Duration step, Function<Instant, RollUp.Scope> scope) {
        var left = amount;
        var found = new Stretch(begin, last, last, Money.ZERO, left);
        for (var at = last; !at.isBefore(begin) && left.compareTo(Money.ZERO) > 0; at = at.minus(step)) {
            var rollUp = rollUps.read(scope.apply(at));
            var paid = rollUp.tallies().entrySet().stream()
                    .filter(each -> each.getKey().startsWith(ROUTE))
                    .map(Map.Entry::getValue)
                    .filter(OldestUntold::isPaid)
                    .toList();
            if (!paid.isEmpty()) {
                var sum = paid.stream().map(Tally::amount).reduce(Money.ZERO, Money::plus);
                found = new Stretch(
                        rollUp.scope().start(),
                        paid.stream()
                                .map(Tally::firstAt)
                                .min(Instant::compareTo)
                                .orElse(at),
                        paid.stream().map(Tally::lastAt).max(Instant::compareTo).orElse(at),
                        sum,
                        left);
                left = left.minus(sum);
            }
        }
        return found;
    }

    private static boolean isPaid(Tally tally) {
        return !tally.amount().equals(Money.ZERO);
    }

    private String orgId() {
        return month.scope().orgId();
    }
}
