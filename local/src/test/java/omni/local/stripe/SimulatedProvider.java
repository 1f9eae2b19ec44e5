package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.param.SubscriptionCancelParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import omni.billing.InvoicePeriod;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** The simulator, and all that only it can do. */
final class SimulatedProvider extends StripeProvider {

    static final String API_KEY = "sk_test_suite";
    static final StripePayments.Limits QUICK =
            new StripePayments.Limits(LocalTimeouts.HUNG, LocalTimeouts.HUNG, 0, Duration.ZERO);

    final MovableClock clock;
    final StripeSimulator simulator;
    private final Payments payments;
    private final UsageBilling usageBilling;
    private final PublishedApi published = new PublishedApi();

    /** A clock that stands at 2026-05-01T12:00:00Z until it is moved. */
    static MovableClock clock() {
        return MovableClock.inMemory(InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z")));
    }

    SimulatedProvider() {
        this(clock());
    }

    private SimulatedProvider(MovableClock clock) {
        this(clock, start(clock));
    }

    private SimulatedProvider(MovableClock clock, StripeSimulator simulator) {
        super(API_KEY, simulator.baseUri());
        this.clock = clock;
        this.simulator = simulator;
        simulator.watch(published);
        payments = new StripePayments(API_KEY, Optional.of(URI.create(line.baseUri() + "/")), QUICK);
        usageBilling = new StripeUsageBilling(API_KEY, Optional.of(line.baseUri()), QUICK);
    }

    private static StripeSimulator start(MovableClock clock) {
        try {
            return StripeSimulator.start(SimulatorConfig.of(clock, API_KEY, "whsec_suite"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Payments payments() {
        return payments;
    }

    @Override
    public UsageBilling usageBilling() {
        return usageBilling;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /** From one end of a month to the next, as the simulator's time stands still between two movements. */
    @Override
    public void advance(Duration time) {
        var end = clock.instant().plus(time);
        var month = InvoicePeriod.at(clock.instant()).end();
        while (month.isBefore(end)) {
            moveTo(month);
            month = InvoicePeriod.at(month).end();
        }
        moveTo(end);
    }

    private void moveTo(Instant moment) {
        clock.advance(Duration.between(clock.instant(), moment));
        simulator.clockMoved();
    }

    @Override
    public void complete(String checkoutId) {
        var page = simulator.baseUri().resolve("/pay/" + checkoutId);
        var form = HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("number=4242424242424242&expiry=12%2F34&cvc=123"))
                .build();
        try (var browser = HttpClient.newHttpClient()) {
            assertThat(browser.send(form, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(303);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String attachCard(String customerId) {
        return simulator.attachCard(customerId);
    }

    @Override
    public void detachCard(String cardId) {
        simulator.detachCard(cardId);
    }

    @Override
    public void deleteCustomer(String customerId) {
        simulator.deleteCustomer(customerId);
    }

    @Override
    public String dispute(String customerId) {
        return simulator.disputeCharge(customerId);
    }

    @Override
    public String chargeOf(String disputeId) {
        return LocalJson.parseObject(asked("GET", "/v1/disputes/" + disputeId))
                .orElseThrow()
                .path("charge")
                .asText();
    }

    @Override
    public void closeDispute(String disputeId, boolean lost) {
        simulator.closeDispute(disputeId, lost);
    }

    @Override
    public void cancel(String subscriptionId) {
        simulator.cancelSubscription(subscriptionId);
    }

    @Override
    public void endWithInvoice(String subscriptionId) {
        var params = SubscriptionCancelParams.builder().setInvoiceNow(true).build();
        operate(() -> operator.v1().subscriptions().cancel(subscriptionId, params));
    }

    @Override
    public String invoice(String customerId, Duration due) {
        return simulator.invoiceByMail(customerId, 5_000, due);
    }

    @Override
    public void settle(String invoiceId) {
        simulator.receivePayment(invoiceId);
    }

    @Override
    public void voidInvoice(String invoiceId) {
        asked("POST", "/v1/invoices/" + invoiceId + "/void");
    }

    /** By plain HTTP, as {@link PublishedApi} holds stripe-java to what the product itself asks. */
    private byte[] asked(String method, String path) {
        var request = HttpRequest.newBuilder(simulator.baseUri().resolve(path))
                .header("Authorization", "Bearer " + API_KEY)
                .method(method, BodyPublishers.noBody())
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int customers() {
        return (int) simulator.events().stream()
                .filter(event -> event.type().equals("customer.created"))
                .count();
    }

    @Override
    public void close() {
        super.close();
        simulator.close();
        published.assertKept();
    }
}
