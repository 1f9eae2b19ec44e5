package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import omni.fakes.Bundled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled rate card against the whole table of contract 6.2. */
class RateCardTest {

    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");
    private final RateCard card = Bundled.CATALOG.rateCard();

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            family,               payg,   personal, team,  commercial
            light_reads,          10000,  8000,     6500,  5000
            standard_reads,       20000,  16000,    13000, 10000
            heavy_extracts,       50000,  40000,    32500, 25000
            artifact_jobs,        100000, 80000,    65000, 50000
            delivery_events,      1000,   800,      650,   500
            intelligence_queries, 80000,  64000,    52000, 40000
            market_data_reads,    30000,  24000,    19500, 15000
            semantic_search,      40000,  32000,    26000, 20000
            """)
    void aUnitCostsWhatTheContractSays(String family, long payg, long personal, long team, long commercial) {
        var found = card.families().stream()
                .filter(each -> each.key().equals(family))
                .findFirst()
                .orElseThrow();
        var expected = Map.of(
                PlanKey.SANDBOX_GRANT, payg,
                PlanKey.PAYG, payg,
                PlanKey.PERSONAL, personal,
                PlanKey.TEAM, team,
                PlanKey.COMMERCIAL, commercial);
        expected.forEach(
                (plan, price) -> assertThat(card.unitPrice(found, plan, null).microDollars())
                        .as(plan.wire())
                        .isEqualTo(price));
    }

    @Test
    void theCardHasTheEightFamiliesInOrderAndItsVersion() {
        assertThat(card.version()).isEqualTo("2026-04-27");
        assertThat(card.families().stream().map(MeterFamily::key))
                .containsExactly(
                        "light_reads",
                        "standard_reads",
                        "heavy_extracts",
                        "artifact_jobs",
                        "delivery_events",
                        "intelligence_queries",
                        "market_data_reads",
                        "semantic_search");
    }

    @Test
    void aContractsDiscountCountsUnderCommercialOnly() {
        var contract = new Contract(NOW, null, new Discount(600_000), null);
        var family = card.families().getFirst();
        assertThat(card.unitPrice(family, PlanKey.COMMERCIAL, contract).microDollars())
                .isEqualTo(4_000);
        assertThat(card.unitPrice(family, PlanKey.PAYG, contract).microDollars())
                .isEqualTo(10_000);
        assertThat(card.unitPrice(family, PlanKey.TEAM, contract).microDollars())
                .isEqualTo(6_500);
    }

    @ParameterizedTest(name = "{0}: {1} AI queries, bounded {2}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            plan,          limit, bounded
            SANDBOX_GRANT, 10,    true
            PAYG,          0,     false
            PERSONAL,      600,   true
            TEAM,          3000,  true
            COMMERCIAL,    10000, true
            """)
    void aPlanHasItsAiQuota(PlanKey plan, long limit, boolean bounded) {
        assertThat(card.aiQueriesLimit(plan, null, NOW)).isEqualTo(limit);
        assertThat(card.hasAiQuota(plan)).isEqualTo(bounded);
    }

    @Test
    void aContractsAiQuotaCountsWhileTheContractIsActive() {
        var contract = new Contract(NOW, NOW.plusMillis(1), Discount.NONE, 0L);
        assertThat(card.aiQueriesLimit(PlanKey.COMMERCIAL, contract, NOW)).isZero();
        assertThat(card.aiQueriesLimit(PlanKey.COMMERCIAL, contract, NOW.plusMillis(1)))
                .isEqualTo(10_000);
        assertThat(card.aiQueriesLimit(PlanKey.TEAM, contract, NOW)).isEqualTo(3_000);
        assertThat(card.aiQueriesLimit(PlanKey.COMMERCIAL, new Contract(NOW, null, Discount.NONE, null), NOW))
                .isEqualTo(10_000);
    }

    @Test
    void aCardWithoutOneOfTheFivePlansIsRefused() {
        assertThatThrownBy(() -> new RateCard("1", Map.of(), java.util.List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks the plan sandbox_grant");
    }

    @Test
    void aContractEndsAfterItStartsAndAllowsNoNegativeQuota() {
        assertThatThrownBy(() -> new Contract(NOW, NOW, Discount.NONE, null)).hasMessageContaining("ends after");
        assertThatThrownBy(() -> new Contract(NOW, null, Discount.NONE, -1L)).hasMessageContaining("not negative");
    }

    @Test
    void aSubscriptionIsForPersonalOrTeam() {
        for (var plan : new PlanKey[] {PlanKey.SANDBOX_GRANT, PlanKey.PAYG, PlanKey.COMMERCIAL}) {
            assertThatThrownBy(() -> new Subscription(plan, SubscriptionStatus.ACTIVE))
                    .hasMessageContaining("not for " + plan.wire());
        }
    }
}
