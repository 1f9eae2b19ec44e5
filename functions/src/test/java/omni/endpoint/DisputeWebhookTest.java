package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import omni.billing.BillingRecord;
import omni.billing.InMemoryPayments;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.fakes.StripeLife;
import omni.fakes.StripeRig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code charge.dispute.closed} names a charge and no customer (contract 12). */
class DisputeWebhookTest {

    private final StripeRig stripe = new StripeRig();
    private final EndpointFunction endpoint = stripe.function(Endpoints.RECEIVE_STRIPE_EVENT);
    private String customer = "";

    @BeforeEach
    void aCustomer() {
        stripe.payments.sync();
        var wanted = new Payments.NewCustomer(Rig.ORG, Optional.empty(), Optional.empty());
        customer = stripe.payments.createCustomer(wanted, "customer") instanceof Done<String>(var id) ? id : "";
        stripe.accounts.saveBilling(BillingRecord.empty(Rig.ORG)
                .withCustomer(new BillingRecord.Customer(customer, null, null, Rig.NOW, Rig.NOW)));
        stripe.payments.attachCard(customer);
    }

    private String told(String id, String charge) {
        var body = "{\"id\":\"" + id + "\",\"object\":\"event\",\"created\":1778846420,\"livemode\":false,"
                + "\"type\":\"charge.dispute.closed\",\"data\":{\"object\":{\"id\":\"du_x\",\"object\":\"dispute\","
                + "\"charge\":\"" + charge + "\",\"status\":\"lost\"}}}";
        var answer = Ask.of("POST", "/v1/billing/webhooks/stripe")
                .header("Stripe-Signature", StripeLife.signature(body, StripeRig.WEBHOOK_SECRET, Rig.NOW))
                .body(body)
                .of(endpoint);
        return answer.status() == 200
                ? String.valueOf(answer.json().get("status"))
                : String.valueOf(answer.json().get("code"));
    }

    private String state() {
        var account = stripe.accounts.account(Rig.ORG, true);
        return stripe.rig.foundation.terms().position(account, Rig.NOW).state().wire();
    }

    @Test
    void theCustomerIsFoundByTheChargeAndRestrictedWhenTheDisputeIsLost() {
        var dispute = stripe.payments.dispute(customer);
        stripe.payments.closeDispute(dispute, true);

        assertThat(told("evt_1", stripe.payments.chargeOf(dispute))).isEqualTo("processed");

        assertThat(state()).isEqualTo("restricted_read_only");
        assertThat(told("evt_1", stripe.payments.chargeOf(dispute))).isEqualTo("duplicate");
    }

    /** The event is only a hint: what it says of the outcome counts for nothing. */
    @Test
    void aDisputeThatWasWonRestrictsNobody() {
        var dispute = stripe.payments.dispute(customer);
        stripe.payments.closeDispute(dispute, false);

        assertThat(told("evt_1", stripe.payments.chargeOf(dispute))).isEqualTo("processed");

        assertThat(state()).isEqualTo("payg_active");
    }

    @Test
    void aChargeOfNobodyIsIgnored() {
        assertThat(told("evt_1", "ch_never")).isEqualTo("ignored");
    }

    @Test
    void whileTheChargeCannotBeReadNothingIsMarkedAsDone() {
        var dispute = stripe.payments.dispute(customer);
        stripe.payments.closeDispute(dispute, true);
        var charge = stripe.payments.chargeOf(dispute);

        stripe.payments.line(InMemoryPayments.Line.DOWN);
        assertThat(told("evt_1", charge)).isEqualTo("webhook_processing_failed");
        stripe.payments.line(InMemoryPayments.Line.UP);

        assertThat(told("evt_1", charge)).isEqualTo("processed");
        assertThat(state()).isEqualTo("restricted_read_only");
    }
}
