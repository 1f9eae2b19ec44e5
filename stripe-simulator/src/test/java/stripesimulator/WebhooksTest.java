package stripesimulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.stripe.events.V1BillingMeterErrorReportTriggeredEventNotification;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.PaymentMethod;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stripesimulator.fault.DeliveryFault;
import stripesimulator.fault.FaultPlan;

/** Events on their way to the product, and over a restart. */
class WebhooksTest {

    private final TravelingClock clock = Sandbox.clock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void webhooksCarryASignatureThatStripeJavaAccepts() throws Exception {
        var product = product(_ -> 200);
        var sandbox = sandbox(config -> config.withWebhookUrl(product.url()));
        sandbox.clock.advance(Duration.ofDays(400));
        var customer = sandbox.customer("ada@acme.test");
        sandbox.simulator.awaitDeliveries();

        var got = product.received.getFirst();
        var event = Webhook.constructEvent(
                got.body(),
                got.signature(),
                Sandbox.WEBHOOK_SECRET,
                Webhook.DEFAULT_TOLERANCE,
                Clock.fixed(clock.instant(), ZoneOffset.UTC));
        assertThat(event.getDataObjectDeserializer().getObject()).isPresent();
        assertThat(event)
                .returns("customer.created", Event::getType)
                .returns(false, Event::getLivemode)
                .returns(clock.instant().getEpochSecond(), Event::getCreated);
        assertThat(got.body()).contains("\"id\" : \"" + customer + "\"");
    }

    @Test
    void everyEventOfACardNamesItsCustomer() throws Exception {
        var product = product(_ -> 200);
        var sandbox = sandbox(config -> config.withWebhookUrl(product.url()));
        var customer = sandbox.customer("ada@acme.test");
        var session = sandbox.setupSession(customer);
        sandbox.post("/_sim/pay/" + session);
        sandbox.simulator.deleteCustomer(customer);
        sandbox.simulator.awaitDeliveries();

        assertThat(product.received)
                .allSatisfy(got -> got.verify(clock))
                .allSatisfy(got -> assertThat(got.body()).contains("\"" + customer + "\""));
        assertThat(product.types())
                .containsExactly(
                        "customer.created",
                        "setup_intent.created",
                        "setup_intent.succeeded",
                        "payment_method.attached",
                        "checkout.session.completed",
                        "payment_method.detached",
                        "customer.deleted");
        var detached = product.received.get(5).event();
        assertThat(detached.getData().getPreviousAttributes()).containsEntry("customer", customer);
        assertThat(((PaymentMethod)
                                detached.getDataObjectDeserializer().getObject().orElseThrow())
                        .getCustomer())
                .isNull();
        assertThat(product.received).noneSatisfy(got -> assertThat(got.body()).contains("\"_"));
    }

    @Test
    void aThinEventIsSentInItsTurnSignedAndWithoutWhatIsReadElsewhere() throws Exception {
        var product = product(_ -> 200);
        var account = new MeteredAccount(clock, config -> config.withWebhookUrl(product.url()));
        open.add(account);
        account.use("cus_never", "2026-05-01T11:00:00Z", 1, "lost");
        account.customer("late@acme.test");
        account.simulator.awaitDeliveries();

        var ids = account.simulator.events().stream()
                .filter(StripeSimulator.LoggedEvent::subscribed)
                .map(StripeSimulator.LoggedEvent::id);
        assertThat(product.ids()).containsExactlyElementsOf(ids.toList());
        var got = product.received.get(product.received.size() - 2);
        var meter = account.meter();
        var told = account.client.parseEventNotificationWithoutVerification(got.body());
        assertThat(told)
                .isInstanceOfSatisfying(
                        V1BillingMeterErrorReportTriggeredEventNotification.class,
                        notification -> assertThat(
                                        notification.getRelatedObject().getId())
                                .isEqualTo(meter));
        assertThat(got.body()).doesNotContain("\"data\"", "\"_");
        got.verify(clock);
        assertThat(account.simulator.events()).allMatch(StripeSimulator.LoggedEvent::delivered);
    }

    @Test
    void aRefusedWebhookIsRepeatedBeforeTheNextOneAndGivenUpAfterAWhile() throws Exception {
        var product = product(count -> count <= 4 ? 500 : 200);
        var sandbox = sandbox(config -> quick(config).withWebhookUrl(product.url()));
        sandbox.customer("a@acme.test");
        sandbox.customer("b@acme.test");
        sandbox.simulator.awaitDeliveries();

        var events = sandbox.simulator.events();
        var first = events.getFirst().id();
        var second = events.getLast().id();
        assertThat(product.ids()).containsExactly(first, first, first, second, second);
        assertThat(events).extracting(StripeSimulator.LoggedEvent::delivered).containsExactly(false, true);

        sandbox.simulator.redeliver(first);
        sandbox.simulator.awaitDeliveries();
        assertThat(product.ids()).endsWith(second, first);
        assertThat(sandbox.simulator.events())
                .extracting(StripeSimulator.LoggedEvent::delivered)
                .containsExactly(true, true);
    }

    @Test
    void eventsWaitForTheProductsAddress() throws Exception {
        var sandbox = sandbox(UnaryOperator.identity());
        var customer = sandbox.customer("a@acme.test");
        sandbox.simulator.attachCard(customer);
        sandbox.simulator.awaitDeliveries();

        var product = product(_ -> 200);
        sandbox.simulator.webhookUrl(product.url());
        sandbox.simulator.awaitDeliveries();

        assertThat(product.types()).containsExactly("customer.created", "payment_method.attached");
    }

    @Test
    void aRestartKeepsEverythingAndDeliversWhatWasNot() throws Exception {
        var broken = product(_ -> 503);
        var first = sandbox(config -> quick(config).withFolder(folder).withWebhookUrl(broken.url()));
        var customer = first.customer("ada@acme.test");
        var session = first.setupSession(customer);
        var answer = first.post("/v1/customers", List.of("Idempotency-Key", "k1"), "name", "Bob");
        first.simulator.awaitDeliveries();
        first.close();

        var product = product(_ -> 200);
        var second = sandbox(config -> config.withFolder(folder).withWebhookUrl(product.url()));
        second.simulator.awaitDeliveries();

        assertThat(product.types()).containsExactly("customer.created", "setup_intent.created", "customer.created");
        assertThat(second.stripe.customers().retrieve(customer).getEmail()).isEqualTo("ada@acme.test");
        assertThat(second.post("/v1/customers", List.of("Idempotency-Key", "k1"), "name", "Bob")
                        .body())
                .isEqualTo(answer.body());
        var page =
                URI.create(second.stripe.checkout().sessions().retrieve(session).getUrl());
        assertThat(page).hasPort(second.simulator.baseUri().getPort());
        assertThat(second.customer("new@acme.test")).isNotEqualTo(customer);
        second.simulator.awaitDeliveries();
        second.close();

        var third = sandbox(config -> config.withFolder(folder).withWebhookUrl(product.url()));
        third.simulator.awaitDeliveries();
        assertThat(product.received).hasSize(4);
    }

    @Test
    void aRestartForgetsTheFaultsAndSendsWhatTheyHeldBackOrLost() throws Exception {
        var product = product(_ -> 200);
        var first = sandbox(config -> config.withFolder(folder).withWebhookUrl(product.url()));
        first.simulator.faults(FaultPlan.ofDeliveries(
                1,
                DeliveryFault.next(1, new DeliveryFault.Effect.Drop()),
                DeliveryFault.next(1, new DeliveryFault.Effect.DelayByTime(Duration.ofDays(1)))));
        var lost = first.customer("lost@acme.test");
        var held = first.customer("held@acme.test");
        first.simulator.awaitDeliveries();
        assertThat(product.received).isEmpty();
        first.close();

        var second = sandbox(config -> config.withFolder(folder).withWebhookUrl(product.url()));
        second.simulator.awaitDeliveries();

        assertThat(product.received).hasSize(2);
        assertThat(product.received.getFirst().body()).contains(lost);
        assertThat(product.received.getLast().body()).contains(held);
        assertThat(second.simulator.faults().plan()).isEqualTo(FaultPlan.NONE);
    }

    @Test
    void aDelayEndsOnAClockThatGoesByItself() throws Exception {
        var arrived = new CountDownLatch(1);
        var product = product(_ -> {
            arrived.countDown();
            return 200;
        });
        var sandbox = sandbox(config -> config.withWebhookUrl(product.url()));
        sandbox.simulator.faults(FaultPlan.ofDeliveries(
                1, DeliveryFault.next(1, new DeliveryFault.Effect.DelayByTime(Duration.ofHours(1)))));
        sandbox.customer("ada@acme.test");
        assertThat(sandbox.simulator.faults().heldBack()).hasSize(1);

        clock.advance(Duration.ofHours(1)); // and nobody tells the simulator

        assertThat(arrived.await(10, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void eventsOfOneSecondSayItWhereverTheyAreSeen() throws Exception {
        var product = product(_ -> 200);
        var sandbox = sandbox(config -> config.withWebhookUrl(product.url()));
        sandbox.simulator.faults(
                FaultPlan.ofDeliveries(1, DeliveryFault.next(2, new DeliveryFault.Effect.SameSecond())));
        sandbox.customer("a@acme.test");
        clock.advance(Duration.ofMinutes(5));
        sandbox.customer("b@acme.test");
        sandbox.customer("c@acme.test");
        sandbox.simulator.awaitDeliveries();

        var sent =
                product.received.stream().map(got -> got.event().getCreated()).toList();
        assertThat(sent).containsExactly(sent.getFirst(), sent.getFirst(), sent.getFirst() + 300);
        assertThat(sandbox.simulator.events().stream()
                        .map(event -> event.created().getEpochSecond())
                        .toList())
                .isEqualTo(sent);
    }

    @Test
    void aKillInTheMiddleOfAWriteCostsOnlyThatWrite() throws Exception {
        var first = sandbox(config -> config.withFolder(folder));
        var customer = first.customer("ada@acme.test");
        // No close: this is what the disk holds when the process is killed while it writes the next line.
        var journal = folder.resolve("stripe.jsonl");
        Files.writeString(journal, "{\"last_number\":99,\"objects\":[{\"id\":\"cus_half", StandardOpenOption.APPEND);

        for (int start = 0; start < 2; start++) {
            var next = sandbox(config -> config.withFolder(folder));
            assertThat(next.stripe.customers().list().getData())
                    .singleElement()
                    .returns(customer, com.stripe.model.Customer::getId);
            next.close();
        }
    }

    @Test
    void aDamagedFileIsNamedWithItsLineAndLeftAsItIs() throws Exception {
        var journal = Files.writeString(folder.resolve("stripe.jsonl"), "{\"last_number\":0}\nnonsense\n");

        assertThatIOException()
                .isThrownBy(() -> StripeSimulator.start(
                        SimulatorConfig.of(clock, "sk_test_x", "whsec_x").withFolder(folder)))
                .withMessageContaining("stripe.jsonl is damaged: line 2");
        assertThat(journal).hasContent("{\"last_number\":0}\nnonsense\n");
    }

    private static SimulatorConfig quick(SimulatorConfig config) {
        return config.withWebhookRetries(3, Duration.ofMillis(1));
    }

    private Sandbox sandbox(UnaryOperator<SimulatorConfig> settings) {
        var sandbox = new Sandbox(clock, settings);
        open.add(sandbox);
        return sandbox;
    }

    private Product product(IntUnaryOperator statusOfNth) throws IOException {
        var product = new Product(statusOfNth);
        open.add(product);
        return product;
    }

    private record Received(String body, String signature) {
        Event event() {
            return Event.GSON.fromJson(body, Event.class);
        }

        /** As stripe-java does. */
        void verify(InstantSource clock) {
            try {
                Webhook.Signature.verifyHeader(
                        body,
                        signature,
                        Sandbox.WEBHOOK_SECRET,
                        Webhook.DEFAULT_TOLERANCE,
                        Clock.fixed(clock.instant(), ZoneOffset.UTC));
            } catch (SignatureVerificationException e) {
                throw new AssertionError(e);
            }
        }

        /** Of a thin event too. */
        String id() {
            return String.valueOf(Event.GSON.fromJson(body, Map.class).get("id"));
        }
    }

    /** The product's webhook, as far as a sender can see it. */
    private static final class Product implements AutoCloseable {

        final List<Received> received = new CopyOnWriteArrayList<>();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Product(IntUnaryOperator statusOfNth) throws IOException {
            server.createContext("/", exchange -> {
                try (exchange) {
                    received.add(new Received(
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                            exchange.getRequestHeaders().getFirst("Stripe-Signature")));
                    exchange.sendResponseHeaders(statusOfNth.applyAsInt(received.size()), -1);
                }
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/stripe");
        }

        List<String> types() {
            return received.stream().map(got -> got.event().getType()).toList();
        }

        List<String> ids() {
            return received.stream().map(Received::id).toList();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
