package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.access.Rotating;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.ProviderEvents;
import omni.billing.ProviderEvents.Occurrence;
import omni.billing.ProviderEventsContract;
import omni.local.machine.MovableClock;
import omni.stripe.StripeEventList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import stripesimulator.StripeSimulator;

/** Stripe's own list of events, read as webhooks are. */
class StripeEventListTest extends ProviderEventsContract {

    @AutoClose
    private final SimulatedProvider provider = new SimulatedProvider();

    private final MovableClock clock = provider.clock;
    private final StripeSimulator simulator = provider.simulator;
    private final StripeEventList list = new StripeEventList(
            Rotating.ofConstant(SimulatedProvider.API_KEY), Optional.of(simulator.baseUri()), SimulatedProvider.QUICK);
    private final String customer = customer();

    private String customer() {
        var wanted = new Payments.NewCustomer("org_1", Optional.empty(), Optional.empty());
        return provider.payments().createCustomer(wanted, "c1") instanceof Done<String>(var id) ? id : "";
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
