package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.PaymentsContract;
import omni.fakes.Bundled;
import omni.local.LocalJson;
import omni.stripe.CatalogSync;
import omni.stripe.StripePayments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port's suite on the real adapter, through stripe-java, against the simulator. */
class StripePaymentsTest extends PaymentsContract {

    private static final String API_KEY = "sk_test_suite";
    private static final StripePayments.Limits QUICK =
            new StripePayments.Limits(Duration.ofSeconds(2), Duration.ofSeconds(10), 0);

    private final MovableClock clock = new MovableClock();
    private Simulated provider;

    @BeforeEach
    void start() throws IOException {
        provider = new Simulated(clock);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }

    @Test
    void aWrongApiKeyIsRefusedAsCredentials() {
        var stranger = new StripePayments("sk_test_other", Optional.of(provider.simulator.baseUri()), QUICK);

        assertThat(stranger.readCustomer("cus_1"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.CREDENTIALS));
    }

    @Test
    void oneLostOrBadAnswerIsMadeUpForByTheAdapterItself() {
        var patient = new StripePayments(API_KEY, Optional.of(provider.line.baseUri()));
        var customer = new Payments.NewCustomer("org_1", Optional.empty(), Optional.empty());

        provider.line.loseAnswers(1);
        assertThat(patient.createCustomer(customer, "c1")).isInstanceOf(Done.class);
        provider.line.spoilAnswers(1);
        assertThat(patient.createCustomer(customer, "c2")).isInstanceOf(Done.class);

        assertThat(provider.customers()).isEqualTo(2);
    }

    @Test
    void aServerErrorLeavesTheOutcomeOpen() {
        provider.line.spoilAnswers(1);

        var customer = new Payments.NewCustomer("org_1", Optional.empty(), Optional.empty());

        assertThat(provider.payments().createCustomer(customer, "c1")).isInstanceOf(Unavailable.class);
        assertThat(provider.customers()).isEqualTo(1);
    }

    private static final class Simulated implements Provider, AutoCloseable {

        private final MovableClock clock;
        private final StripeSimulator simulator;
        private final LossyLine line;
        private final Payments payments;
        private final PublishedApi published = new PublishedApi();

        Simulated(MovableClock clock) throws IOException {
            this.clock = clock;
            simulator = StripeSimulator.start(SimulatorConfig.of(clock, API_KEY, "whsec_suite"));
            simulator.watch(published);
            line = new LossyLine(simulator.baseUri());
            payments = new StripePayments(API_KEY, Optional.of(URI.create(line.baseUri() + "/")), QUICK);
        }

        @Override
        public Payments payments() {
            return payments;
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void advance(Duration time) {
            clock.advance(time);
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
            var path = simulator.baseUri().resolve("/v1/disputes/" + disputeId);
            var request = HttpRequest.newBuilder(path)
                    .header("Authorization", "Bearer " + API_KEY)
                    .build();
            try (var operator = HttpClient.newHttpClient()) {
                var dispute = operator.send(request, BodyHandlers.ofByteArray()).body();
                return LocalJson.parseObject(dispute)
                        .orElseThrow()
                        .path("charge")
                        .asText();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
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
        public String invoice(String customerId, Duration due) {
            return simulator.invoiceByMail(customerId, 5_000, due);
        }

        @Override
        public void settle(String invoiceId) {
            simulator.receivePayment(invoiceId);
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

        @Override
        public void close() {
            line.close();
            simulator.close();
            published.assertKept();
        }
    }
}
