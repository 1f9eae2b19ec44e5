package stripesimulator;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import stripesimulator.account.Destinations;
import stripesimulator.account.EventLog;
import stripesimulator.account.ObjectStore;
import stripesimulator.account.StripeAccount;
import stripesimulator.account.StripeIds;
import stripesimulator.api.Answers;
import stripesimulator.api.Api;
import stripesimulator.api.ObjectLookup;
import stripesimulator.billing.Charges;
import stripesimulator.billing.Disputes;
import stripesimulator.billing.Drafts;
import stripesimulator.billing.Invoices;
import stripesimulator.billing.NewInvoice;
import stripesimulator.billing.Renewals;
import stripesimulator.billing.Subscriptions;
import stripesimulator.customer.PaymentMethods;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.FaultReport;
import stripesimulator.fault.RequestFaults;
import stripesimulator.page.BillingPortalPage;
import stripesimulator.page.CardEntry;
import stripesimulator.page.HostedPage;
import stripesimulator.session.CheckoutSessions;
import stripesimulator.session.CustomerDeletion;
import stripesimulator.webhook.Outbox;
import stripesimulator.webhook.Webhooks;

/** A Stripe test account on this machine. Everything it shows moves on the clock it is given. */
public final class StripeSimulator implements AutoCloseable {

    /** The version of Stripe's API that its objects and events have. */
    public static final String API_VERSION = EventLog.API_VERSION;

    private final StripeAccount account;
    private final ObjectStore store;
    private final Outbox outbox;
    private final Webhooks webhooks;
    private final Front front;
    private final RequestFaults requestFaults = new RequestFaults();
    private volatile FaultPlan plan = FaultPlan.NONE;

    /**
     * An event of the log, as tests and tools look at it.
     *
     * @param subscribed whether a destination asks for events of this type; if not, it counts as delivered at once
     */
    public record LoggedEvent(
            String id,
            String type,
            Instant created,
            String objectId,
            boolean subscribed,
            boolean delivered,
            int attempts) {}

    /**
     * An API request as it came, whatever becomes of it.
     *
     * @param encodedParameters of query and body
     * @param version of the API that it asks for; empty when it leaves that to the account
     */
    public record SeenRequest(
            String method,
            String path,
            String encodedParameters,
            String idempotencyKey,
            String version,
            String userAgent) {}

    private StripeSimulator(SimulatorConfig config) throws IOException {
        account = new StripeAccount(config.productName(), config.subscribed());
        front = Front.bind(config.port());
        try {
            store = ObjectStore.open(account, config.clock(), config.seed(), config.folder(), Answers::isForgotten);
        } catch (IOException | RuntimeException e) {
            front.close();
            throw e;
        }
        outbox = new Outbox(config.webhook().url(), config.clock());
        webhooks = new Webhooks(account, config.clock(), config.webhook(), outbox, store);
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
            change.all(EventLog.TYPE)
                    .filter(event -> !EventLog.isDelivered(event))
                    .toList()
                    .reversed()
                    .forEach(this::send);
            outbox.destinations(Destinations.all(change).findAny().isPresent());
            sessions.rehost(change);
            return change;
        });
        store.onCommit(change -> {
            outbox.destinations(Destinations.all(change).findAny().isPresent());
            change.written().values().stream()
                    .filter(object -> is(object, "object", EventLog.TYPE) && !EventLog.isDelivered(object))
                    .forEach(this::send);
        });
        store.onTime(change -> {
            CheckoutSessions.expireDue(change);
            Renewals.catchUp(change);
        });
        front.serve(
                new Api(
                        store,
                        config.apiKey(),
                        new StripeIds(config.seed()),
                        ApiRoutes.all(sessions, front.baseUri()),
                        requestFaults),
                new HostedPage(store, config.productName()),
                new BillingPortalPage(store, config.productName()),
                new CardEntry(store),
                new Dashboard(store));
        webhooks.start();
    }

    private void send(JsonNode event) {
        outbox.add(text(event, "id"), text(event, "type"));
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
        outbox.clockMoved();
    }

    /** Lets programs move a clock and set what goes wrong, at {@code /_sim/clock} and {@code /_sim/faults}. */
    void control(Controls controls) {
        front.control(controls);
    }

    /** Tells somebody of each API request from now on, before it is answered. */
    public void watch(Consumer<SeenRequest> watcher) {
        front.watch(watcher);
    }

    /** Sets what goes wrong from now on, in place of what was set; events held back until now are sent. */
    public synchronized void faults(FaultPlan faults) {
        plan = faults;
        requestFaults.set(faults.requests());
        outbox.faults(faults);
    }

    public synchronized FaultReport faults() {
        return new FaultReport(plan, outbox.faults(), requestFaults.counts(), outbox.heldBack());
    }

    /** Blocks until no event is left to be sent, or none can be: no address, or held back by a fault. */
    public void awaitDeliveries() throws InterruptedException {
        outbox.await();
    }

    /** The same for no longer than that, in real time; whether nothing is left. */
    public boolean awaitDeliveries(Duration atMost) throws InterruptedException {
        return outbox.await(atMost);
    }

    /** The log, oldest first. */
    public List<LoggedEvent> events() {
        return store.change(
                change -> change.all(EventLog.TYPE).map(this::describe).toList().reversed());
    }

    /** Sends an event once more, after those that wait and whatever is set to go wrong. */
    public void redeliver(String eventId) {
        store.change(change -> change.find(EventLog.TYPE, eventId)
                .orElseThrow(() -> new IllegalArgumentException("There is no event " + eventId)));
        outbox.again(eventId);
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
        store.change(change -> CustomerDeletion.delete(change, customerId));
    }

    /** From now on a subscription stands in another way, by whatever word: as Stripe may come to have new ones. */
    public void subscriptionSays(String subscriptionId, String status) {
        store.change(change -> {
            var subscription = ObjectLookup.byPath(change, Subscriptions.TYPE, subscriptionId)
                    .put("status", status);
            return change.put("customer.subscription.updated", subscription);
        });
    }

    /** Ends a subscription now, as if on Stripe's dashboard. */
    public void cancelSubscription(String subscriptionId) {
        store.change(change ->
                Subscriptions.cancel(change, ObjectLookup.byPath(change, Subscriptions.TYPE, subscriptionId)));
    }

    /** Writes a customer an invoice by mail for an amount that falls due later; answers its id. */
    public String invoiceByMail(String customerId, long cents, Duration due) {
        return store.change(change -> Drafts.finalize(change, NewInvoice.byMail(change, customerId, cents, due))
                .path("id")
                .asText());
    }

    /** Notes that an open invoice was paid by other means. */
    public void receivePayment(String invoiceId) {
        store.change(change -> Invoices.markPaid(change, Invoices.collectible(change, invoiceId)));
    }

    /** Contests the newest payment of a customer, as its cardholder does at the bank; answers the dispute's id. */
    public String disputeCharge(String customerId) {
        return store.change(change -> Charges.newestUndisputed(change, customerId)
                .map(charge -> Disputes.open(change, charge).path("id").asText())
                .orElseThrow(() -> new IllegalArgumentException(customerId + " has no payment to dispute")));
    }

    /** Ends a dispute as the bank decides it. */
    public void closeDispute(String disputeId, boolean lost) {
        store.change(change -> Disputes.close(change, disputeId, lost));
    }

    private LoggedEvent describe(JsonNode event) {
        return new LoggedEvent(
                text(event, "id"),
                text(event, "type"),
                Instant.ofEpochSecond(number(event, "created")),
                text(event.path("data").path("object"), "id"),
                account.isSubscribed(text(event, "type"))
                        || !Destinations.of(event).isEmpty(),
                EventLog.isDelivered(event),
                webhooks.attempts(text(event, "id")));
    }

    /** Stops answering and sending; what is in a folder stays. */
    @Override
    public void close() {
        front.close();
        webhooks.close();
        store.close();
    }
}
