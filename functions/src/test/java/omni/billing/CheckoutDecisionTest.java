package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The refusals of contract 11.6 for every plan and every fact that matters. */
class CheckoutDecisionTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private static final Set<SubscriptionStatus> LIVE = EnumSet.of(
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.TRIALING,
            SubscriptionStatus.PAST_DUE,
            SubscriptionStatus.UNPAID);

    private static Facts facts(@Nullable Subscription subscription, @Nullable Contract contract) {
        return new Facts(0, true, subscription, null, true, contract, true, NOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSONAL", "TEAM"})
    void aPlanIsSoldUnlessALiveSubscriptionIsThere(PlanKey plan) {
        assertThat(CheckoutDecision.of(plan, facts(null, null), NOW)).isEqualTo(new CheckoutDecision.Open());
        for (var status : SubscriptionStatus.values()) {
            for (var held : Set.of(PlanKey.PERSONAL, PlanKey.TEAM)) {
                assertThat(CheckoutDecision.of(plan, facts(new Subscription(held, status), null), NOW))
                        .as(held + " " + status)
                        .isEqualTo(
                                LIVE.contains(status)
                                        ? new CheckoutDecision.AlreadyActive()
                                        : new CheckoutDecision.Open());
            }
        }
    }

    @Test
    void anActiveContractStandsInTheWayAndAFutureOrPastOneDoesNot() {
        var discount = new Discount(500_000);
        var active = new Contract(NOW, NOW.plusSeconds(1), discount, null);
        var future = new Contract(NOW.plusSeconds(1), null, discount, null);
        var past = new Contract(NOW.minusSeconds(9), NOW, discount, null);

        assertThat(CheckoutDecision.of(PlanKey.TEAM, facts(null, active), NOW))
                .isEqualTo(new CheckoutDecision.AlreadyActive());
        assertThat(Stream.of(future, past))
                .allSatisfy(contract -> assertThat(CheckoutDecision.of(PlanKey.TEAM, facts(null, contract), NOW))
                        .isEqualTo(new CheckoutDecision.Open()));
    }

    @Test
    void whoeverOwesPaysFirst() {
        var owing = new Facts(9, true, null, NOW, true, null, false, null);
        var owingWithPlan = new Facts(
                9, true, new Subscription(PlanKey.TEAM, SubscriptionStatus.PAST_DUE), NOW, true, null, false, null);

        assertThat(CheckoutDecision.of(PlanKey.PERSONAL, owing, NOW)).isEqualTo(new CheckoutDecision.PaymentOverdue());
        assertThat(CheckoutDecision.of(PlanKey.PERSONAL, owingWithPlan, NOW))
                .isEqualTo(new CheckoutDecision.AlreadyActive());
        assertThat(CheckoutDecision.of(PlanKey.COMMERCIAL, owing, NOW)).isEqualTo(new CheckoutDecision.SalesContact());
    }

    @Test
    void commercialIsSoldByPeopleWhateverIsThereAndTheOthersAreNotSubscribedTo() {
        var subscribed = facts(new Subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE), null);
        assertThat(CheckoutDecision.of(PlanKey.COMMERCIAL, subscribed, NOW))
                .isEqualTo(new CheckoutDecision.SalesContact());
        assertThat(Arrays.asList(PlanKey.PAYG, PlanKey.SANDBOX_GRANT))
                .allSatisfy(plan -> assertThat(CheckoutDecision.of(plan, subscribed, NOW))
                        .isEqualTo(new CheckoutDecision.NotSubscribable()));
    }
}
