package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Invoice;
import com.stripe.param.ChargeListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bank said to each payment of an invoice, and what a cardholder contests afterwards. */
class ChargesTest {

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    @Test
    void eachPaymentGoodOrBadIsACharge() throws Exception {
        account.payWith(Sandbox.CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        assertThat(charges())
                .singleElement()
                .returns(250L, Charge::getAmount)
                .returns(0L, Charge::getAmountCaptured)
                .returns("failed", Charge::getStatus)
                .returns("card_declined", Charge::getFailureCode)
                .returns(false, Charge::getPaid);

        account.payWith(Sandbox.GOOD_CARD);
        account.moveTo("2026-06-04T01:00:00Z");

        assertThat(account.newest().getStatus()).isEqualTo("paid");
        assertThat(charges())
                .hasSize(2)
                .first()
                .returns(250L, Charge::getAmountCaptured)
                .returns("succeeded", Charge::getStatus)
                .returns(true, Charge::getPaid)
                .returns(false, Charge::getDisputed)
                .returns(account.customer, Charge::getCustomer)
                .returns(account.clock.instant().getEpochSecond(), Charge::getCreated)
                .satisfies(charge -> assertThat(account.stripe.charges().retrieve(charge.getId()))
                        .isEqualTo(charge));
        assertThat(account.types()).containsSubsequence("charge.failed", "invoice.payment_failed", "charge.succeeded");
    }

    @Test
    void withoutACardNobodyIsAskedAndNothingIsPaidForNothing() throws Exception {
        account.oneUsageInvoice(2_500_000);

        assertThat(account.newest().getAttemptCount()).isEqualTo(1L);
        assertThat(charges()).isEmpty();
    }

    @Test
    void aPaymentThatIsAskedForLeavesItsChargeAndTheRetriesAsTheyWere() throws Exception {
        account.payWith(Sandbox.CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        var before = account.newest();

        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> account.stripe.invoices().pay(before.getId()))
                .returns("card_declined", CardException::getCode)
                .returns(402, StripeException::getStatusCode);

        assertThat(charges()).hasSize(2).allMatch(charge -> charge.getStatus().equals("failed"));
        assertThat(account.newest())
                .returns(1L, Invoice::getAttemptCount)
                .returns(before.getNextPaymentAttempt(), Invoice::getNextPaymentAttempt);
        assertThat(account.types())
                .endsWith("customer.subscription.updated", "charge.failed", "invoice.payment_failed")
                .filteredOn("invoice.payment_failed"::equals)
                .hasSize(2);

        account.payWith(Sandbox.GOOD_CARD);
        assertThat(account.stripe.invoices().pay(before.getId()).getStatus()).isEqualTo("paid");
        assertThat(charges()).hasSize(3);
    }

    @ParameterizedTest(name = "lost: {0}")
    @ValueSource(booleans = {true, false})
    void aDisputeIsOpenedOnAChargeAndDecided(boolean lost) throws Exception {
        account.payWith(Sandbox.GOOD_CARD);
        account.oneUsageInvoice(2_500_000);
        var charge = charges().getFirst().getId();

        var id = account.simulator.disputeCharge(account.customer);

        var disputes = account.stripe.disputes();
        assertThat(disputes.retrieve(id))
                .returns(charge, Dispute::getCharge)
                .returns(250L, Dispute::getAmount)
                .returns("needs_response", Dispute::getStatus);
        assertThat(account.stripe.charges().retrieve(charge).getDisputed()).isTrue();
        var ofCharge = DisputeListParams.builder().setCharge(charge).addExpand("data.charge");
        assertThat(disputes.list(ofCharge.build()).getData())
                .singleElement()
                .satisfies(dispute ->
                        assertThat(dispute.getChargeObject().getCustomer()).isEqualTo(account.customer));
        assertThat(disputes.list(DisputeListParams.builder()
                                .setCharge("ch_other")
                                .build())
                        .getData())
                .isEmpty();

        account.simulator.closeDispute(id, lost);

        assertThat(disputes.retrieve(id).getStatus()).isEqualTo(lost ? "lost" : "won");
        var told = EventListParams.builder().setType("charge.dispute.*").build();
        assertThat(account.stripe.events().list(told).getData())
                .extracting(event -> event.getType() + " "
                        + ((Dispute) event.getDataObjectDeserializer()
                                        .getObject()
                                        .orElseThrow())
                                .getStatus())
                .containsExactly(
                        "charge.dispute.closed " + (lost ? "lost" : "won"), "charge.dispute.created needs_response");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.simulator.disputeCharge(account.customer))
                .withMessageContaining("no payment to dispute");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var path : List.of("/v1/charges/ch_never", "/v1/disputes/du_never")) {
            assertThat(account.get(path).statusCode()).isEqualTo(404);
        }
    }

    private List<Charge> charges() throws Exception {
        var mine = ChargeListParams.builder().setCustomer(account.customer).build();
        return account.stripe.charges().list(mine).getData();
    }
}
