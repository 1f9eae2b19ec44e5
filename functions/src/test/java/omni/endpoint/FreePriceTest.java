package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bounds of money speak of what costs money: a call whose price is 0 passes them all, and they are reached when the cheapest call that
 * costs anything would be refused (contract 6.4).
 */
class FreePriceTest {

    private final Rig rig = new Rig();

    private AnAccount contract(int partsPerMillion) {
        return rig.fresh()
                .grantLeft(0)
                .contract(new Contract(Rig.NOW.minusSeconds(60), null, new Discount(partsPerMillion), null));
    }

    private Ask.Answer resolve() {
        return Ask.of("GET", "/v1/entities/resolve")
                .query("ticker", "AAPL")
                .by(rig.byKey("read:sec"))
                .of(rig.function(Endpoints.RESOLVE_ENTITY));
    }

    private Map<String, @Nullable Object> budget() {
        var answer = Ask.of("GET", "/v1/billing").by(rig.byKey("read:sec")).of(rig.function(Endpoints.GET_BILLING));
        return Json.asObject(answer.json().get("budget"));
    }

    private Map<String, @Nullable Object> quote() {
        return Ask.of("POST", "/v1/billing/quote")
                .by(rig.byKey("read:sec"))
                .body("{\"meterClass\":\"section_extract\",\"units\":1000}")
                .of(rig.function(Endpoints.QUOTE_BILLING))
                .json();
    }

    @ParameterizedTest(name = "{0} micro-dollars accrued")
    @ValueSource(longs = {0, 5_000_000})
    void aContractThatIsFreeIsStoppedByNoBound(long accrued) {
        rig.account(contract(1_000_000).withAccrual(accrued).spendCapCents(0).thresholdCents(0));
        var answer = resolve();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo("ok");
        assertThat(budget()).containsEntry("hardCapReached", false).containsEntry("approvalRequired", false);
        assertThat(quote()).containsEntry("budgetGate", null);
    }

    @ParameterizedTest(name = "discount {0}: cap {1}, accrued {2}: reached is {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        partsPerMillion, cap, accrued, reached
        0,               900, 8990000, false
        0,               900, 8990001, true
        0,               0,   0,       true
        0,               1,   0,       false
        500000,          900, 8995000, false
        500000,          900, 8995001, true
        999950,          0,   0,       true
        999990,          900, 8999999, false
        999990,          900, 9000000, true
        1000000,         900, 9000000, false
        """)
    void aBoundIsReachedWhenTheCheapestPaidCallWouldPassIt(
            int partsPerMillion, long cap, long accrued, boolean reached) {
        for (var threshold : new boolean[] {false, true}) {
            var account = contract(partsPerMillion).withAccrual(accrued);
            rig.account(threshold ? account.thresholdCents(cap) : account.spendCapCents(cap));
            assertThat(budget())
                    .containsEntry("hardCapReached", reached && !threshold)
                    .containsEntry("approvalRequired", reached && threshold);
            assertThat(Ask.of("GET", "/v1/me")
                            .by(rig.byKey("read:sec"))
                            .of(rig.function(Endpoints.GET_PRINCIPAL))
                            .header("Omni-Billing-Status"))
                    .isEqualTo(reached ? "blocked" : "ok");
        }
    }
}
