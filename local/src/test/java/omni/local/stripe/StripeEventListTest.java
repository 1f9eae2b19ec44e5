package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.access.Rotating;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.ProviderEvents;
import omni.billing.ProviderEvents.Occurrence;
import omni.billing.ProviderEventsContract;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.stripe.StripeEventList;
import omni.stripe.StripePayments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** Stripe's own list of events, read as webhooks are. */
class StripeEventListTest extends ProviderEventsContract {

    private static final String API_KEY = "sk_test_suite";
    private static final StripePayments.Limits QUICK =
            new StripePayments.Limits(LocalTimeouts.HUNG, LocalTimeouts.HUNG, 0);

    private final MovableClock clock = SimulatedProvider.clock();
    private StripeSimulator simulator;
    private StripeEventList list;
    private String customer = "";

    @BeforeEach
    void start() throws IOException {
        simulator = StripeSimulator.start(SimulatorConfig.of(clock, API_KEY, "whsec_suite"));
        list = new StripeEventList(Rotating.ofConstant(API_KEY), Optional.of(simulator.baseUri()), QUICK);
        var payments = new StripePayments(API_KEY, Optional.of(simulator.baseUri()), QUICK);
        var wanted = new Payments.NewCustomer("org_1", Optional.empty(), Optional.empty());
        customer = payments.createCustomer(wanted, "c1") instanceof Done<String>(var id) ? id : "";
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Override
    protected ProviderEvents list() {
        return list;
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    protected void happen() {
        simulator.attachCard(customer);
    }

    @Override
    protected void silence() {
        simulator.close();
    }

    @Test
    void whatIsHandledIsListedNewestFirstWithItsCustomerAndNothingElseIs() {
        var card = simulator.attachCard(customer);
        clock.advance(Duration.ofMinutes(1));
        simulator.detachCard(card);
        clock.advance(Duration.ofMinutes(1));
        simulator.deleteCustomer(customer);

        var events = all(clock.instant().minus(Duration.ofDays(3)), clock.instant());

        assertThat(events)
                .extracting(Occurrence::type)
                .containsSubsequence("customer.deleted", "payment_method.detached", "payment_method.attached")
                .doesNotContain("customer.created");
        assertThat(events).allSatisfy(event -> assertThat(event.customerId()).contains(customer));
    }
}
