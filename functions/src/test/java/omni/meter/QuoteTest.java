package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteTest {

    private static final int CASES = 20_000;
    private static final List<String> CLASSES =
            List.of("entity_resolve", "filing_retrieval", "section_extract", "market_data_read", "artifact_job");

    private static final List<SubscriptionStatus> STATUSES = List.of(SubscriptionStatus.values());

    private final Admission admission = new Admission(PayingAccount.TERMS);

    /** The meter decides call by call; the quote says it all at once, and must not be wrong by a unit or a micro-dollar. */
    @Test
    void aQuoteIsWhatTheMeterThenCharges() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var index = 0; index < CASES; index++) {
            var account = anyAccount(random);
            var meterClass = PayingAccount.meterClass(CLASSES.get(random.nextInt(CLASSES.size())));
            var units = 1 + random.nextInt(12);
            var quote = admission.quote(account, meterClass, units, PayingAccount.NOW);
            var run = run(account, meterClass, units);
            assertThat(quote.gate() == null)
                    .as("seed %d case %d: %s × %d on %s", seed, index, meterClass.key(), units, account)
                    .isEqualTo(run.refusal() == null);
            var refusal = run.refusal();
            if (refusal == null) {
                assertThat(quote.grantUnits()).as("seed %d", seed).isEqualTo(run.grantUnits());
                var unit =
                        PayingAccount.TERMS.price(meterClass, quote.position().effectivePlan(), account);
                assertThat(unit.times(units - quote.grantUnits()))
                        .as("seed %d case %d", seed, index)
                        .isEqualTo(run.account()
                                .ledger()
                                .accrual()
                                .minus(account.ledger().accrual()));
            } else {
                assertThat(sameKind(quote.gate(), refusal))
                        .as("seed %d case %d: %s, then %s", seed, index, quote.gate(), refusal)
                        .isTrue();
            }
        }
    }

    /**
     * The last unit may be stopped by the threshold although all together pass the cap, which is asked first. State and grant are told as
     * they stand before the first unit.
     */
    private static boolean sameKind(@Nullable Refusal gate, Refusal fired) {
        if (gate instanceof Refusal.BillingRequired expected) {
            return fired instanceof Refusal.BillingRequired required && expected.reason() == required.reason();
        }
        return forBudget(gate) && forBudget(fired);
    }

    private static boolean forBudget(@Nullable Refusal refusal) {
        return refusal instanceof Refusal.HardCapExceeded || refusal instanceof Refusal.ApprovalRequired;
    }

    private record Run(
            Account account, long grantUnits, @Nullable Refusal refusal) {}

    private Run run(Account start, MeterClass meterClass, int units) {
        var account = start;
        var grantUnits = 0;
        for (var unit = 0; unit < units; unit++) {
            var call = new Call(
                    "use_" + unit, "req_1", "key_1", AuthMode.API_KEY, "hash", null, 1, meterClass, false, null);
            switch (admission.decide(account, call, PayingAccount.NOW)) {
                case Verdict.Refused(var refusal) -> {
                    return new Run(account, grantUnits, refusal);
                }
                case Verdict.Admitted admitted -> {
                    grantUnits += admitted.funding() == Funding.GRANT ? 1 : 0;
                    account = PayingAccount.afterCall(account, meterClass.key(), "use_" + unit, PayingAccount.NOW);
                }
            }
        }
        return new Run(account, grantUnits, null);
    }

    private static Account anyAccount(Random random) {
        var subscription = random.nextInt(4) == 0
                ? new Subscription(
                        random.nextBoolean() ? PlanKey.TEAM : PlanKey.PERSONAL,
                        STATUSES.get(random.nextInt(STATUSES.size())))
                : null;
        var standing = new Account.Standing(
                random.nextBoolean(),
                subscription,
                random.nextInt(6) == 0 ? PayingAccount.NOW.minusSeconds(random.nextInt(1_000_000)) : null,
                random.nextBoolean(),
                null,
                random.nextInt(12) == 0,
                null);
        var approvals = new ArrayList<Approval>();
        for (var count = random.nextInt(3); count > 0; count--) {
            approvals.add(new Approval(random.nextInt(20), PayingAccount.NOW.plusSeconds(random.nextInt(3) - 1)));
        }
        return PayingAccount.of(
                Math.max(0, random.nextInt(14) - 4),
                standing,
                random.nextInt(500_000),
                new BudgetCaps(anyCents(random), anyCents(random), anyCents(random)),
                approvals);
    }

    private static @Nullable Long anyCents(Random random) {
        return random.nextBoolean() ? null : (long) random.nextInt(100);
    }

    @ParameterizedTest(name = "{0} left, {1}, cap {2}, threshold {3}, accrued {4}: {5} units → grant {6}, {7}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            left, card,  cap, threshold, accrued, units, grant, gate
            250,  false, -,   -,         0,       250,   250,   -
            250,  false, -,   -,         0,       251,   250,   STARTER_GRANT_EXHAUSTED
            0,    false, -,   -,         0,       1,     0,     STARTER_GRANT_EXHAUSTED
            3,    true,  10,  -,         0,       5,     3,     -
            3,    true,  10,  -,         1,       5,     3,     HardCapExceeded
            3,    true,  0,   -,         0,       3,     3,     -
            3,    true,  0,   -,         0,       4,     3,     HardCapExceeded
            0,    true,  10,  5,         0,       3,     0,     HardCapExceeded
            0,    true,  10,  5,         0,       2,     0,     ApprovalRequired
            0,    true,  10,  10,        0,       2,     0,     -
            0,    true,  -,   10,        1,       2,     0,     ApprovalRequired
            """)
    void theGatesComeInTheContractsOrder(
            long left,
            boolean card,
            @Nullable Long cap,
            @Nullable Long threshold,
            long accrued,
            long units,
            long grant,
            @Nullable String gate) {
        var standing = card ? PayingAccount.card() : Account.Standing.NONE;
        var account = PayingAccount.of(left, standing, accrued, new BudgetCaps(cap, null, threshold), List.of());
        var quote = admission.quote(account, PayingAccount.meterClass("section_extract"), units, PayingAccount.NOW);
        assertThat(quote.grantUnits()).isEqualTo(grant);
        assertThat(name(quote.gate())).isEqualTo(gate);
    }

    private static @Nullable String name(@Nullable Refusal refusal) {
        return switch (refusal) {
            case null -> null;
            case Refusal.BillingRequired required -> required.reason().name();
            default -> refusal.getClass().getSimpleName();
        };
    }

    @Test
    void aRefusalForMoneySpeaksOfAllPaidUnitsAndOfTheGrantAsItStands() {
        var account = PayingAccount.of(3, PayingAccount.card(), 0, new BudgetCaps(20L, null, null), List.of());
        var quote = admission.quote(account, PayingAccount.meterClass("section_extract"), 10, PayingAccount.NOW);
        assertThat(quote.gate()).isInstanceOfSatisfying(Refusal.HardCapExceeded.class, gate -> {
            assertThat(gate.price().microDollars()).isEqualTo(350_000);
            assertThat(gate.grantLeft()).isEqualTo(3);
            assertThat(gate.cap().centsHalfUp()).isEqualTo(20);
        });
    }

    @Test
    void theGrantPaysNothingWhereNoCallRuns() {
        var restricted = new Account.Standing(true, null, null, true, null, true, null);
        var account = PayingAccount.of(250, restricted, 0, BudgetCaps.NONE, List.of());
        var quote = admission.quote(account, PayingAccount.meterClass("section_extract"), 10, PayingAccount.NOW);
        assertThat(quote.grantUnits()).isZero();
        assertThat(name(quote.gate())).isEqualTo("RESTRICTED");
    }

    @Test
    void whatIsExcludedFromThePlanIsRefusedEvenWithAGrant() {
        var known = PayingAccount.meterClass("section_extract");
        var excluded = new MeterClass(
                known.key(),
                known.number(),
                known.family(),
                known.baseLimitPerMinute(),
                known.scope(),
                false,
                Set.of(PlanKey.SANDBOX_GRANT),
                known.mcpTools());
        var account = PayingAccount.of(250, Account.Standing.NONE, 0, BudgetCaps.NONE, List.of());
        assertThat(name(admission.quote(account, excluded, 1, PayingAccount.NOW).gate()))
                .isEqualTo("PLAN_EXCLUDES_METER_CLASS");
    }

    @Test
    void freeRoutesTakeNothingAndAreNeverRefused() {
        var account = PayingAccount.of(250, Account.Standing.NONE, 0, BudgetCaps.NONE, List.of());
        var quote = admission.quote(account, PayingAccount.CATALOG.platformRead(), 1_000_000, PayingAccount.NOW);
        assertThat(quote.grantUnits()).isZero();
        assertThat(quote.gate()).isNull();
    }
}
