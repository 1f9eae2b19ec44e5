package omni.local.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A Stripe test account on this machine. Everything it shows moves on the clock it is given. */
public final class StripeSimulator implements AutoCloseable {

    /** The version of Stripe's API that its objects and events have. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private final Store store;
    private final Outbox outbox;
    private final Webhooks webhooks;
    private final Front front;

    /** An event of the log, as tests and tools look at it. */
    public record LoggedEvent(String id, String type, Instant created, String objectId, boolean delivered) {}

    private StripeSimulator(SimulatorConfig config) throws IOException {
        front = Front.bind(config.port());
        try {
            store = Store.open(config.clock(), config.seed(), config.folder());
        } catch (IOException | RuntimeException e) {
            front.close();
            throw e;
        }
        outbox = new Outbox(config.webhook().url());
        webhooks = new Webhooks(config.clock(), config.webhook(), outbox, new Log());
    }

    /** Starts it; what an earlier run on the same folder left undelivered is delivered now. */
    public static StripeSimulator start(SimulatorConfig config) throws IOException {
        var simulator = new StripeSimulator(config);
        simulator.begin(config);
        return simulator;
    }

    private void begin(SimulatorConfig config) {
        var sessions = new CheckoutSessions(front.baseUri());
        store.change(change -> {
            change.all(Events.TYPE)
                    .filter(event -> !Events.isDelivered(event))
                    .map(event -> event.path("id").asText())
                    .toList()
                    .reversed()
                    .forEach(outbox::add);
            sessions.rehost(change);
            return change;
        });
        store.onCommit(change -> change.written().values().stream()
                .filter(object -> object.path("object").asText().equals(Events.TYPE) && !Events.isDelivered(object))
                .forEach(event -> outbox.add(event.path("id").asText())));
        store.onTime(change -> {
            CheckoutSessions.expireDue(change);
            Renewals.due(change);
        });
        var routes = new ArrayList<Route>();
        routes.addAll(Customers.routes());
        routes.addAll(PaymentMethods.routes());
        routes.addAll(sessions.routes());
        routes.addAll(SetupIntents.routes());
        routes.addAll(Products.routes());
        routes.addAll(Prices.routes());
        routes.addAll(Meters.routes());
        routes.addAll(Subscriptions.routes());
        routes.addAll(Invoices.routes());
        routes.addAll(PortalConfigurations.routes());
        routes.addAll(new PortalSessions(front.baseUri()).routes());
        routes.addAll(Events.routes());
        front.serve(
                new Api(store, config.apiKey(), new Ids(config.seed()), routes),
                new HostedPage(store, config.productName()),
                new PortalPage(store, config.productName()),
                new CardEntry(store));
        webhooks.start();
    }

    /** Where it listens; also the API base for stripe-java. */
    public URI baseUri() {
        return front.baseUri();
    }

    /** From now on events go there, those that waited first. */
    public void webhookUrl(URI url) {
        outbox.address(url);
    }

    /** To be called when the clock was moved: does what has come due, as sessions that expire. */
    public void clockMoved() {
        store.change(change -> change);
    }

    /** Blocks until no event is left to be sent, or none can be because there is no address. */
    public void awaitDeliveries() throws InterruptedException {
        outbox.await();
    }

    /** The log, oldest first. */
    public List<LoggedEvent> events() {
        return store.change(change ->
                change.all(Events.TYPE).map(StripeSimulator::logged).toList().reversed());
    }

    /** Sends an event once more, after those that wait. */
    public void redeliver(String eventId) {
        store.change(change -> change.find(Events.TYPE, eventId)
                .orElseThrow(() -> new IllegalArgumentException("There is no event " + eventId)));
        outbox.add(eventId);
    }

    /** Attaches a good Visa card to a customer, as if on Stripe's dashboard; answers the payment method's id. */
    public String attachCard(String customerId) {
        return store.change(change -> PaymentMethods.attach(change, "pm_card_visa", customerId)
                .path("id")
                .asText());
    }

    public void detachCard(String paymentMethodId) {
        store.change(change -> PaymentMethods.detach(change, paymentMethodId));
    }

    public void deleteCustomer(String customerId) {
        store.change(change -> Customers.delete(change, customerId));
    }

    /** Ends a subscription now, as if on Stripe's dashboard. */
    public void cancelSubscription(String subscriptionId) {
        store.change(change -> Subscriptions.cancel(change, Subscriptions.living(change, subscriptionId)));
    }

    /** Writes a customer an invoice by mail for an amount that falls due later; answers its id. */
    public String invoiceByMail(String customerId, long cents, Duration due) {
        return store.change(change ->
                NewInvoice.byMail(change, customerId, cents, due).path("id").asText());
    }

    /** Notes that an open invoice was paid by other means. */
    public void receivePayment(String invoiceId) {
        store.change(change -> Invoices.paid(change, Invoices.open(change, invoiceId)));
    }

    private static LoggedEvent logged(JsonNode event) {
        return new LoggedEvent(
                event.path("id").asText(),
                event.path("type").asText(),
                Instant.ofEpochSecond(event.path("created").asLong()),
                event.path("data").path("object").path("id").asText(),
                Events.isDelivered(event));
    }

    /** The webhooks' view of the log. */
    private final class Log implements Webhooks.Sent {
        @Override
        public ObjectNode event(String id) {
            return store.change(change -> change.find(Events.TYPE, id).orElseThrow());
        }

        @Override
        public void accepted(String id) {
            store.change(change -> {
                var event = change.find(Events.TYPE, id).orElseThrow();
                event.put("pending_webhooks", 0);
                change.put(event);
                return event;
            });
        }
    }

    /** Stops answering and sending; what is in a folder stays. */
    @Override
    public void close() {
        front.close();
        webhooks.close();
        store.close();
    }
}
