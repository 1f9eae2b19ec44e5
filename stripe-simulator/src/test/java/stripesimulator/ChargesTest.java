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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bank said to each payment of an invoice, and what a cardholder contests afterwards. */
class ChargesTest {

    private static final String CHARGES_FAIL = "4000000000000341";

    private MeteredAccount account;

    @BeforeEach
    void open() throws Exception {
        account = new MeteredAccount();
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void eachPaymentGoodOrBadIsACharge() throws Exception {
        account.payWith(CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        assertThat(charges())
                .singleElement()
                .returns(250L, Charge::getAmount)
                .returns(0L, Charge::getAmountCaptured)
                .returns("failed", Charge::getStatus)
                .returns("card_declined", Charge::getFailureCode)
                .returns(false, Charge::getPaid);

        account.payWith("4242424242424242");
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
                .returns(account.sandbox.clock.instant().getEpochSecond(), Charge::getCreated)
                .satisfies(charge -> assertThat(
                                account.sandbox.stripe.v1().charges().retrieve(charge.getId()))
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
        account.payWith(CHARGES_FAIL);
        account.oneUsageInvoice(2_500_000);
        var before = account.newest();

        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> account.sandbox.stripe.v1().invoices().pay(before.getId()))
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

        account.payWith("4242424242424242");
        assertThat(account.sandbox.stripe.v1().invoices().pay(before.getId()).getStatus())
                .isEqualTo("paid");
        assertThat(charges()).hasSize(3);
    }

    @ParameterizedTest(name = "lost: {0}")
    @ValueSource(booleans = {true, false})
    void aDisputeIsOpenedOnAChargeAndDecided(boolean lost) throws Exception {
        account.payWith("4242424242424242");
        account.oneUsageInvoice(2_500_000);
        var charge = charges().getFirst().getId();

        var id = account.sandbox.simulator.disputeCharge(account.customer);

        var disputes = account.sandbox.stripe.v1().disputes();
        assertThat(disputes.retrieve(id))
                .returns(charge, Dispute::getCharge)
                .returns(250L, Dispute::getAmount)
                .returns("needs_response", Dispute::getStatus);
        assertThat(account.sandbox.stripe.v1().charges().retrieve(charge).getDisputed())
                .isTrue();
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

        account.sandbox.simulator.closeDispute(id, lost);

        assertThat(disputes.retrieve(id).getStatus()).isEqualTo(lost ? "lost" : "won");
        var told = EventListParams.builder().setType("charge.dispute.*").build();
        assertThat(account.sandbox.stripe.v1().events().list(told).getData())
                .extracting(event -> event.getType() + " "
                        + ((Dispute) event.getDataObjectDeserializer()
                                        .getObject()
                                        .orElseThrow())
                                .getStatus())
                .containsExactly(
                        "charge.dispute.closed " + (lost ? "lost" : "won"), "charge.dispute.created needs_response");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> account.sandbox.simulator.disputeCharge(account.customer))
                .withMessageContaining("no payment to dispute");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var path : List.of("/v1/charges/ch_never", "/v1/disputes/du_never")) {
            assertThat(account.sandbox.get(path).statusCode()).isEqualTo(404);
        }
    }

    private List<Charge> charges() throws Exception {
        var mine = ChargeListParams.builder().setCustomer(account.customer).build();
        return account.sandbox.stripe.v1().charges().list(mine).getData();
    }
}
