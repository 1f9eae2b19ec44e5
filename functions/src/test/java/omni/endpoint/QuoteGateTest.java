package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a quote says of the units that would not run: how many would, and where the organization stands now (contract 11.4). */
class QuoteGateTest {

    private final Rig rig = new Rig();

    @ParameterizedTest(name = "{2} units with {0} free: {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        free, had,   units, message
        250,  false, 500,   The starter grant pays 250 of these 500 units. Attach a card to run the rest.
        0,    false, 500,   The starter grant is used up. Attach a card to continue.
        1,    true,  2,     'The starter grant pays 1 of these 2 units. A card, subscription or contract is needed for the rest.'
        0,    true,  2,     'A card, subscription or contract is needed to continue.'
        """)
    void theGrantIsNotUsedUpBeforeItIs(long free, boolean had, int units, String message) {
        var account = rig.fresh().grantLeft(free);
        var gate = gate(had ? account.hadCardOrPlan() : account, units);

        assertThat(gate.message()).isEqualTo(message);
        assertThat(gate.details())
                .containsEntry("reason", had ? "card_required" : "starter_grant_exhausted")
                .containsEntry("freeGrantRemaining", free)
                .containsEntry("billingState", free > 0 ? "sandbox_grant" : "payg_pending_card");
    }

    @ParameterizedTest(name = "cap {0}, threshold {1}: {2} units, {3} free")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        cap, threshold, units, free, message
        10,  ,          1,     0,    This call does not fit under the spend cap.
        10,  ,          12,    5,    These 7 paid units do not fit under the spend cap.
        ,    10,        1,     0,    This call does not fit under what is approved for this month.
        ,    10,        7,     0,    These 7 paid units do not fit under what is approved for this month.
        """)
    void aBoundIsPassedByAllPaidUnitsTogether(
            @Nullable Long cap, @Nullable Long threshold, int units, long free, String message) {
        var account = rig.fresh().grantLeft(free).card().withAccrual(90_000);
        if (cap != null) {
            account.spendCapCents(cap);
        }
        if (threshold != null) {
            account.thresholdCents(threshold);
        }
        var gate = gate(account, units);

        assertThat(gate.message()).isEqualTo(message);
        assertThat(gate.details()).containsEntry("freeGrantRemaining", free);
    }

    @Test
    void unitsThatTheGrantPaysAreRefusedByNothing() {
        rig.account(rig.fresh());
        assertThat(quote(250)).containsEntry("budgetGate", null);
    }

    private QuoteBilling.Gate gate(AnAccount account, int units) {
        rig.account(account);
        var gate = Json.asObject(quote(units).get("budgetGate"));
        return new QuoteBilling.Gate(
                String.valueOf(gate.get("code")),
                402,
                String.valueOf(gate.get("message")),
                Json.asObject(gate.get("details")));
    }

    private Map<String, @Nullable Object> quote(int units) {
        return Ask.of("POST", "/v1/billing/quote")
                .by(rig.byKey("read:sec"))
                .body("{\"meterClass\":\"section_extract\",\"units\":" + units + "}")
                .of(rig.function(Endpoints.QUOTE_BILLING))
                .json();
    }
}
