package omni.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import omni.account.Account;
import omni.account.Funding;
import omni.account.Windows;
import omni.billing.InvoicePeriod;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import org.jspecify.annotations.Nullable;

/** Plans that hold about as often as not: bases may be stale, ceilings lie around the counters. */
final class RandomPlans {

    private RandomPlans() {}

    static Account account(Random random, String orgId) {
        var account = AnAccount.at(Plans.NOW)
                .of(orgId)
                .card()
                .withAccrual(random.nextInt(50))
                .aiUsed(random.nextInt(4))
                .grantLeft(random.nextInt(4))
                .windows(new Windows(Windows.minuteOf(Plans.NOW), counts(random), counts(random)))
                .build();
        return Altered.factsVersion(account, 1 + random.nextInt(2));
    }

    private static Map<Integer, Long> counts(Random random) {
        var counts = new HashMap<Integer, Long>();
        for (var number = 0; number < 4; number++) {
            if (random.nextBoolean()) {
                counts.put(number, 1L + random.nextInt(5));
            }
        }
        return counts;
    }

    static CommitPlan plan(Random random, Account basis, int number) {
        if (random.nextInt(12) == 0) {
            return Plans.closing(basis, next(basis.ledger().period()))
                    .minutesLater(random.nextInt(3))
                    .renewsGrant(random.nextBoolean())
                    .build();
        }
        var usageId = "use_" + (random.nextInt(8) == 0 ? number - 1 : number);
        var plan = kind(random, basis, usageId);
        if (random.nextInt(3) == 0) {
            plan.minutesLater(1 + random.nextInt(3));
            if (random.nextInt(3) == 0 && plan.build().last() != null) {
                plan.inPeriod(next(basis.ledger().period())).renewsGrant(random.nextBoolean());
            }
        }
        if (random.nextInt(6) == 0 && plan.build().last() != null) {
            plan.unwindowed();
        }
        return plan.windowAtMost(around(random, basis.windows().currentOf(Plans.CLASS)))
                .accruedAtMost(around(random, basis.ledger().accrual().microDollars()))
                .aiAtMost(around(random, basis.ledger().aiUnitsUsed()))
                .build();
    }

    private static Plans kind(Random random, Account basis, String usageId) {
        return switch (random.nextInt(8)) {
            case 0 -> Plans.windowOnly(basis);
            case 1 -> Plans.failedCall(basis).withCall(Plans.call(usageId, 404, Funding.NONE, 0, 0));
            case 2, 3 -> Plans.grant(basis).withCall(Plans.call(usageId, 200, Funding.GRANT, 0, random.nextInt(2)));
            default ->
                basis.grant().unitsLeft() > 0
                        ? Plans.grant(basis).withCall(Plans.call(usageId, 200, Funding.GRANT, 0, 0))
                        : Plans.paidCall(basis, 5)
                                .withCall(Plans.call(
                                        usageId, 200, Funding.PAID, 1 + random.nextInt(20), random.nextInt(2)));
        };
    }

    private static InvoicePeriod next(InvoicePeriod period) {
        return InvoicePeriod.at(period.end());
    }

    private static @Nullable Long around(Random random, long value) {
        return random.nextInt(3) == 0 ? null : Math.max(0, value - 1 + random.nextInt(8));
    }
}
