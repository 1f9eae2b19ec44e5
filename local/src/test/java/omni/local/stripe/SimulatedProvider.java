package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
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
import omni.billing.PaymentOutcome.Done;
import omni.billing.Payments;
import omni.billing.PaymentsContract;
import omni.billing.UsageBilling;
import omni.billing.UsageBillingContract;
import omni.fakes.Bundled;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.stripe.CatalogSync;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** The real adapters, through stripe-java, on a lossy line to the simulator. */
final class SimulatedProvider implements PaymentsContract.Provider, UsageBillingContract.Provider, AutoCloseable {

    static final String API_KEY = "sk_test_suite";
    static final StripePayments.Limits QUICK = new StripePayments.Limits(LocalTimeouts.HUNG, LocalTimeouts.HUNG, 0);

    private final MovableClock clock;
    private final Payments payments;
    private final UsageBilling usageBilling;
    private final PublishedApi published = new PublishedApi();
    final StripeSimulator simulator;
    final LossyLine line;
    /** What an operator works with. */
    final StripeClient operator;

    /** A clock that stands at 2026-05-01T12:00:00Z until it is moved. */
    static MovableClock clock() {
        return MovableClock.inMemory(InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z")));
    }

    SimulatedProvider(MovableClock clock) throws IOException {
        this.clock = clock;
        simulator = StripeSimulator.start(SimulatorConfig.of(clock, API_KEY, "whsec_suite"));
        simulator.watch(published);
        line = new LossyLine(simulator.baseUri());
        payments = new StripePayments(API_KEY, Optional.of(URI.create(line.baseUri() + "/")), QUICK);
        usageBilling = new StripeUsageBilling(API_KEY, Optional.of(line.baseUri()), QUICK);
        operator = StripeClient.builder()
                .setApiKey(API_KEY)
                .setApiBase(simulator.baseUri().toString())
                .build();
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

    @Override
    public Duration clockTolerance() {
        return Duration.ZERO;
    }

    @Override
    public void assumeNoCatalog() {}

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
    public void sync() {
        var card = Bundled.CATALOG.rateCard();
        assertThat(new CatalogSync(API_KEY, Optional.of(simulator.baseUri()), card).apply())
                .isInstanceOf(Done.class);
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
    public String otherInvoice(String customerId) {
        return invoice(customerId, Duration.ofDays(3));
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
    public void loseAnswers() {
        line.loseAnswers(Integer.MAX_VALUE);
    }

    @Override
    public void goDown() {
        line.goDown();
    }

    @Override
    public void recover() {
        line.recover();
    }

    /** What an operator asks of Stripe. */
    interface Operation<T> {
        T ask() throws StripeException;
    }

    static <T> T operate(Operation<T> operation) {
        try {
            return operation.ask();
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        line.close();
        simulator.close();
        published.assertKept();
    }
}
