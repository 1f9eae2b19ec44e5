package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.access.Rotating;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.ProviderEvents.Occurrence;
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
class StripeEventListTest {

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

    private List<Occurrence> all(Instant from, Instant to) {
        var found = new ArrayList<Occurrence>();
        var page = page(list.list(from, to, null));
        while (!page.isEmpty()) {
            found.addAll(page);
            page = page(list.list(from, to, page.getLast().id()));
        }
        return found;
    }

    private static List<Occurrence> page(PaymentOutcome<List<Occurrence>> outcome) {
        return outcome instanceof Done<List<Occurrence>>(var events) ? events : List.of();
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

    @Test
    void theWindowCountsAtBothEnds() {
        simulator.attachCard(customer);
        var first = clock.instant();
        clock.advance(Duration.ofHours(1));
        simulator.attachCard(customer);

        assertThat(all(first, first)).isNotEmpty().hasSameSizeAs(all(first.plusSeconds(1), clock.instant()));
        assertThat(all(first.plusSeconds(1), clock.instant().minusSeconds(1))).isEmpty();
    }

    @Test
    void moreThanAPageIsReadOnFromTheLast() {
        for (var number = 0; number < 130; number++) {
            simulator.detachCard(simulator.attachCard(customer));
        }

        assertThat(all(clock.instant().minus(Duration.ofDays(1)), clock.instant()))
                .hasSizeGreaterThanOrEqualTo(260)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPlaceThatIsNotThereIsMissingAndSilenceIsSilence() {
        assertThat(list.list(clock.instant(), clock.instant(), "evt_never"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING));
        simulator.close();
        assertThat(list.list(clock.instant(), clock.instant(), null)).isInstanceOf(Unavailable.class);
    }
}
