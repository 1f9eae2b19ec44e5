package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import omni.access.Rotating;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.PaymentsContract;
import omni.billing.TaxTerms;
import omni.local.machine.LocalTimeouts;
import omni.stripe.StripePayments;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

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

    private StripePayments patient() {
        return new StripePayments(
                SimulatedProvider.API_KEY,
                Optional.of(provider.line.baseUri()),
                new StripePayments.Limits(LocalTimeouts.HUNG, LocalTimeouts.HUNG, 2, Duration.ZERO));
    }

    @Test
    void aLostAnswerAndABadOneToAQuestionAreMadeUpForByTheAdapterItself() {
        provider.line.loseAnswers(1);
        assertThat(patient().createCustomer(CUSTOMER, "c1")).isInstanceOf(Done.class);
        provider.line.spoilAnswers(2);
        assertThat(patient().findCustomer(CUSTOMER, Instant.EPOCH)).isInstanceOf(Done.class);

        assertThat(provider.customers()).isEqualTo(1);
    }

    /** Stripe keeps a server error under the key, or may have done what it does not say: nothing is sent under it any more. */
    @ParameterizedTest
    @CsvSource({
        "SERVER_ERROR,      1",
        "SERVER_ERROR_KEPT, 1",
        "KEY_IN_USE,        5",
        "RATE_LIMIT,        1",
        "FORBIDDEN,         1"
    })
    void howOftenAKeyIsSent(RequestFault.Effect effect, int times) {
        var keys = new ConcurrentLinkedQueue<String>();
        provider.simulator.watch(request -> keys.add(request.idempotencyKey()));
        provider.simulator.faults(FaultPlan.ofRequests(RequestFault.next(1000, effect)));

        var answer = patient().createCustomer(CUSTOMER, "c1");

        assertThat(answer).isNotInstanceOf(Done.class);
        assertThat(keys).containsOnly("c1").hasSize(times);
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
