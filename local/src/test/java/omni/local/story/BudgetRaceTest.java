package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Prices are whole cents under payg, and odd micro-dollars under team, whose discount is 0.333333. */
@SharedWorld(SharedWorld.Kind.ODD_PRICES)
class BudgetRaceTest {

    private static final long MICRO_PER_CENT = 10_000;
    private static final int CALLS = 500;
    private static final Map<PlanKey, Map<String, Long>> PRICES = Map.of(
            PlanKey.PAYG,
            Map.of(Calls.RESOLVE, 10_000L, Calls.STATEMENT, 30_000L, Calls.FILING, 70_000L, Calls.SECTION, 170_000L),
            PlanKey.TEAM,
            Map.of(Calls.RESOLVE, 6_667L, Calls.STATEMENT, 20_000L, Calls.FILING, 46_667L, Calls.SECTION, 113_333L));

    private final World world;

    BudgetRaceTest(World world) {
        this.world = world;
    }

    @ParameterizedTest
    @EnumSource(
            value = PlanKey.class,
            names = {"PAYG", "TEAM"},
            mode = Mode.INCLUDE)
    void acceptedCallsNeverPassTheHardCap(PlanKey plan) throws Exception {
        var customer = paying(plan);
        budget(customer, new BudgetCaps(900L, 500L, null), List.of());

        var answers = Race.run(CALLS, number -> customer.call(route(number)));

        assertFitted(customer, plan, answers, 900, "billing_budget_hard_cap_exceeded");
        assertThat(answers).filteredOn(answer -> answer.status() == 402).allSatisfy(answer -> {
            var details = answer.json().path("details");
            Answer.holds(details, """
                    {reason: 'budget_hard_cap_exceeded', spendCapCents: 900, action: 'raise_budget_cap'}""");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = PlanKey.class,
            names = {"PAYG", "TEAM"},
            mode = Mode.INCLUDE)
    void acceptedCallsNeverPassThresholdAndApprovals(PlanKey plan) throws Exception {
        var customer = paying(plan);
        var now = world.now();
        budget(
                customer,
                new BudgetCaps(5_000L, null, 500L),
                List.of(
                        new Approval(250, now.plus(Duration.ofHours(1))),
                        new Approval(1_000, now.minus(Duration.ofSeconds(1)))));

        var answers = Race.run(CALLS, number -> customer.call(route(number)));

        assertFitted(customer, plan, answers, 750, "billing_budget_approval_required");
        assertThat(answers).filteredOn(answer -> answer.status() == 402).allSatisfy(answer -> {
            var details = answer.json().path("details");
            Answer.holds(details, """
                    {reason: 'budget_approval_required', approvalThresholdCents: 500, approvedCents: 250}""");
        });
    }

    @Test
    void aCapOfZeroAllowsNoPaidCallAndTheGrantAllTheSame() throws Exception {
        var customer = world.signUp();
        world.payWithCard(customer);
        budget(customer, new BudgetCaps(0L, null, null), List.of());

        var granted = customer.call(Calls.SECTION).is(200);
        assertThat(granted.header("Omni-Budget-Used")).isEqualTo("100");
        assertThat(granted.header("Omni-Billing-Status")).isEqualTo("ok");

        world.useUpGrant(customer);
        var refused = customer.call(Calls.SECTION);
        assertThat(refused.code()).isEqualTo("billing_budget_hard_cap_exceeded");
        assertThat(refused.header("Omni-Billing-Status")).isEqualTo("blocked");
    }

    @Test
    void theQuotaOfTheGrantIsNeverPassed() throws Exception {
        var customer = world.signUp();

        var answers = Race.run(120, number -> customer.call(Calls.FILING));

        assertQuota(customer, answers, 10, "sandbox_grant");
        assertThat(world.account(customer).grant().unitsUsed()).isEqualTo(10);
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
    }

    @Test
    void theQuotaOfASubscriptionIsNeverPassedAndEachCallIsPaid() throws Exception {
        var customer = paying(PlanKey.PERSONAL);

        var answers = Race.run(200, number -> customer.call(Calls.FILING));

        assertQuota(customer, answers, 37, "personal");
        assertThat(world.account(customer).ledger().accrual().microDollars()).isEqualTo(37 * 56_000L);
        assertThat(world.account(customer).ledger().aiUnitsUsed()).isEqualTo(37);
        world.assertReconciled(customer);
    }

    @Test
    void payAsYouGoHasNoQuota() throws Exception {
        var customer = paying(PlanKey.PAYG);

        var answers = Race.run(60, number -> customer.call(Calls.FILING));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer)
                        .returns(200, Answer::status)
                        .returns("0", served -> served.header("Omni-AI-Quota-Limit"))
                        .returns("0", served -> served.header("Omni-AI-Quota-Remaining")));
    }

    /** All calls of one route come in one row, so that routes are mixed whatever the order of the race. */
    private static String route(int number) {
        return Calls.ALL.get(number % Calls.ALL.size());
    }

    private Customer paying(PlanKey plan) throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        var paid = new Account.Standing(
                plan == PlanKey.PAYG,
                plan == PlanKey.PAYG ? null : new Subscription(plan, SubscriptionStatus.ACTIVE),
                null,
                true,
                null,
                false,
                null);
        world.standing(customer, paid);
        return customer;
    }

    private void budget(Customer customer, BudgetCaps caps, List<Approval> approvals) {
        assertThat(world.accounts().replaceBudget(world.account(customer), caps, approvals))
                .isTrue();
    }

    /** Never above the limit; and what was refused would have passed it at its turn, by what the refusal itself says. */
    private void assertFitted(Customer customer, PlanKey plan, List<Answer> answers, long limitCents, String refusal)
            throws InterruptedException {
        var limit = limitCents * MICRO_PER_CENT;
        var prices = PRICES.getOrDefault(plan, Map.of());
        var accepted = 0L;
        var refused = 0;
        for (var number = 0; number < answers.size(); number++) {
            var answer = answers.get(number);
            long price = prices.getOrDefault(route(number), 0L);
            if (answer.status() == 200) {
                accepted += price;
                continue;
            }
            refused++;
            assertThat(answer.code()).as(answer.toString()).isEqualTo(refusal);
            var details = answer.json().path("details");
            assertThat(details.path("requestCostUsd")
                            .decimalValue()
                            .movePointRight(6)
                            .longValueExact())
                    .isEqualTo(price);
            // Cents are rounded half-up: under payg they are exact, else half a cent either way.
            var accrued = details.path("accruedUsageCents").asLong() * MICRO_PER_CENT;
            var rounding = plan == PlanKey.PAYG ? 0 : MICRO_PER_CENT / 2;
            assertThat(accrued + rounding + price).as(answer.toString()).isGreaterThan(limit);
        }
        System.out.printf("%s: %d refused, accepted %d of %d micro-dollars%n", plan, refused, accepted, limit);
        assertThat(refused).isPositive();
        assertThat(accepted).isPositive().isLessThanOrEqualTo(limit);
        assertThat(world.account(customer).ledger().accrual().microDollars()).isEqualTo(accepted);
        assertThat(world.rows(customer)).hasSize(answers.size() - refused);
        world.assertReconciled(customer);
    }

    private void assertQuota(Customer customer, List<Answer> answers, int quota, String plan)
            throws InterruptedException {
        var served = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(served).hasSize(quota);
        assertThat(served)
                .extracting(answer -> Integer.valueOf(answer.header("Omni-AI-Quota-Remaining")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, quota).boxed().toList());
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            answer.is(429, "ai_query_quota_exceeded");
            answer.holds("{message: '%s'}", "Monthly AI query quota exhausted (" + quota + "/" + quota + ").");
            var details = answer.json().path("details");
            Answer.holds(details, """
                    {quotaFamily: 'ai_queries', aiQueryQuotaRemaining: 0, planKey: '%s', retryable: false}""", plan);
            assertThat(answer.header("Omni-Quota-Limit")).isEqualTo(Integer.toString(quota));
            assertThat(answer.header("Retry-After"))
                    .isEqualTo(details.path("retryAfterSeconds").asText());
        });
        assertThat(world.rows(customer))
                .hasSize(quota)
                .allSatisfy(row -> assertThat(row.aiUnits()).isEqualTo(1));
    }
}
