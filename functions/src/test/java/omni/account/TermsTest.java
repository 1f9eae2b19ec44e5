package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import omni.billing.PlanKey;
import omni.fakes.AnAccount;
import omni.fakes.Bundled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 7.2, the whole table. */
class TermsTest {

    private final Terms terms = Bundled.terms();

    @ParameterizedTest(name = "{0}: {1}, team {2}, commercial {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            meterClass,         others, team, commercial
            entity_resolve,     600,    1200, 6000
            filing_search,      600,    1200, 6000
            filing_retrieval,   600,    1200, 6000
            statement_lookup,   600,    1200, 6000
            fact_lookup,        600,    1200, 6000
            section_extract,    180,    360,  1800
            semantic_search,    120,    240,  1200
            market_data_read,   300,    600,  3000
            intelligence_query, 30,     60,   300
            artifact_job,       30,     60,   300
            platform_read,      600,    600,  600
            """)
    void theEffectivePlanSelectsTheColumn(String meterClass, long others, long team, long commercial) {
        var found = Bundled.meterClass(meterClass);
        for (var plan : new PlanKey[] {PlanKey.SANDBOX_GRANT, PlanKey.PAYG, PlanKey.PERSONAL}) {
            assertThat(terms.limit(found, plan)).as(plan.wire()).isEqualTo(others);
        }
        assertThat(terms.limit(found, PlanKey.TEAM)).isEqualTo(team);
        assertThat(terms.limit(found, PlanKey.COMMERCIAL)).isEqualTo(commercial);
    }

    @Test
    void aFreeClassHasNoPrice() {
        var account = AnAccount.at(java.time.Instant.EPOCH).build();
        assertThat(terms.price(Bundled.CATALOG.platformRead(), PlanKey.PAYG, account)
                        .microDollars())
                .isZero();
    }
}
