package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import omni.access.Rotating;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.TaxTerms;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.PaymentsContract;
import omni.local.machine.LocalTimeouts;
import omni.stripe.StripePayments;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The port's suite on the real adapter, through stripe-java, against the simulator. */
class StripePaymentsTest extends PaymentsContract {

    private static final Payments.NewCustomer CUSTOMER =
            new Payments.NewCustomer("org_1", Optional.empty(), Optional.empty());

    @AutoClose
    private final SimulatedProvider provider = new SimulatedProvider();

    @Override
    protected Provider provider() {
        return provider;
    }

    @Test
    void aWrongApiKeyIsRefusedAsCredentials() {
        var stranger =
                new StripePayments("sk_test_other", Optional.of(provider.simulator.baseUri()), SimulatedProvider.QUICK);

        assertThat(stranger.readCustomer("cus_1"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.CREDENTIALS));
    }

    @Test
    void theNextRequestGoesOutWithTheKeyThatIsCurrentThen() {
        var key = new AtomicReference<>("sk_test_other");
        var following = new StripePayments(
                Rotating.of(key::get),
                Optional.of(provider.simulator.baseUri()),
                SimulatedProvider.QUICK,
                TaxTerms.NONE);
        assertThat(following.createCustomer(CUSTOMER, "c1")).isInstanceOf(Refused.class);

        key.set(SimulatedProvider.API_KEY);

        assertThat(following.createCustomer(CUSTOMER, "c2")).isInstanceOf(Done.class);
    }

    @Test
    void oneLostOrBadAnswerIsMadeUpForByTheAdapterItself() {
        var patient = new StripePayments(
                SimulatedProvider.API_KEY,
                Optional.of(provider.line.baseUri()),
                new StripePayments.Limits(LocalTimeouts.HUNG, LocalTimeouts.HUNG, 1));
        provider.line.loseAnswers(1);
        assertThat(patient.createCustomer(CUSTOMER, "c1")).isInstanceOf(Done.class);
        provider.line.spoilAnswers(1);
        assertThat(patient.createCustomer(CUSTOMER, "c2")).isInstanceOf(Done.class);

        assertThat(provider.customers()).isEqualTo(2);
    }

    @Test
    void aServerErrorLeavesTheOutcomeOpen() {
        provider.line.spoilAnswers(1);

        var answer = provider.payments().createCustomer(CUSTOMER, "c1");

        assertThat(answer).isInstanceOf(Unavailable.class);
        assertThat(answer.isKeySpent()).as("Stripe keeps it").isTrue();
        assertThat(provider.customers()).isEqualTo(1);
    }
}
