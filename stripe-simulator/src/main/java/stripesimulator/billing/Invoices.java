package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stripesimulator.account.Change;
import stripesimulator.account.Kinds;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.Decline;
import stripesimulator.customer.PaymentMethods;

/**
 * {@code /v1/invoices}: a plan's first one and what its change costs are final as soon as they are raised, renewals and
 * usage stay drafts for a while ({@link Drafts}). A final one is paid by the card of the subscription or customer, or sent
 * by mail; {@link Dunning} is what follows a payment that failed.
 */
public final class Invoices {

    static final String TYPE = Kinds.INVOICE;

    static final String UPDATED = "invoice.updated";
    private static final String UNCOLLECTIBLE = "invoice.marked_uncollectible";

    private static final Parameters LIST = Parameters.list(Map.of(
            "collection_method",
            new Shape.OneOf(List.of("charge_automatically", "send_invoice")),
            "created",
            Shape.MOMENTS,
            "customer",
            TEXT,
            "status",
            new Shape.OneOf(List.of("draft", "open", "paid", "uncollectible", "void")),
            "subscription",
            TEXT));

    private Invoices() {}

    public static List<ApiRoute> routes() {
        var one = "/v1/invoices/{}";
        var pay = Map.of("payment_method", TEXT);
        return List.of(
                ApiRoute.get("/v1/invoices", LIST, Invoices::list),
                ApiRoute.show(one, TYPE),
                ApiRoute.get(one + "/lines", Parameters.list(Map.of()), Invoices::lines),
                ApiRoute.post(one + "/pay", Parameters.of(pay), Invoices::pay),
                ApiRoute.post(one + "/void", Parameters.none(), call -> end(call, "void", "invoice.voided")),
                ApiRoute.post(
                        one + "/mark_uncollectible",
                        Parameters.none(),
                        call -> end(call, "uncollectible", UNCOLLECTIBLE)));
    }

    private static ObjectNode list(ApiCall call) {
        return Listing.of(
                call,
                TYPE,
                List.of("customer", "status", "collection_method"),
                invoice -> call.text("subscription")
                        .map(subscription(invoice)::equals)
                        .orElse(true));
    }

    private static ObjectNode lines(ApiCall call) {
        var lines = new ArrayList<ObjectNode>();
        call.object(TYPE).path("lines").path("data").forEach(line -> lines.add((ObjectNode) line));
        return Listing.of(call, "line_item", lines);
    }

    static String subscription(JsonNode invoice) {
        return text(invoice.path("parent").path("subscription_details"), "subscription");
    }

    static boolean isOpen(JsonNode invoice) {
        return is(invoice, "status", "open");
    }

    /** The first invoice of a stored subscription to a plan. */
    static void first(Change change, ObjectNode subscription) {
        raise(change, subscription, "subscription_create");
        change.put(subscription);
        collect(change, ObjectLookup.byPath(change, TYPE, text(subscription, "latest_invoice")));
    }

    /** The draft for the period of a plan that begins; the caller puts the subscription. */
    static void ofPeriod(Change change, ObjectNode subscription) {
        attach(subscription, NewInvoice.ofPlan(change, subscription, NewInvoice.CYCLE));
    }

    /** The draft for what waits from changes of plan as a subscription ends, if there is any; the caller puts it. */
    static void ofPending(Change change, ObjectNode subscription) {
        if (number(subscription, PlanChange.PENDING) != 0) {
            attach(subscription, NewInvoice.ofPending(change, subscription, NewInvoice.CYCLE));
        }
    }

    /** The final invoice for what waits from a change of plan; the caller puts the subscription and collects. */
    static void raisePending(Change change, ObjectNode subscription) {
        attach(
                subscription,
                Drafts.finalize(change, NewInvoice.ofPending(change, subscription, "subscription_update")));
    }

    /** Raises and finalizes an invoice for the price of a subscription and what waits; the caller puts the subscription. */
    static void raise(Change change, ObjectNode subscription, String reason) {
        attach(subscription, Drafts.finalize(change, NewInvoice.ofPlan(change, subscription, reason)));
    }

    private static void attach(ObjectNode subscription, JsonNode invoice) {
        subscription.set("latest_invoice", invoice.get("id"));
        subscription.remove(PlanChange.PENDING);
    }

    /** Collects the invoice that a change of a subscription has raised, if it has; the subscription is put already. */
    public static void collectLatest(Change change, JsonNode before, JsonNode after) {
        if (!after.path("latest_invoice").equals(before.path("latest_invoice"))) {
            collect(change, ObjectLookup.byPath(change, TYPE, text(after, "latest_invoice")));
        }
    }

    /** What becomes of a final one by itself: nothing to pay is paid, and one that is held waits. */
    static ObjectNode collect(Change change, ObjectNode invoice) {
        if (number(invoice, "amount_due") == 0) {
            return markPaid(change, invoice);
        }
        switch (PausedCollection.of(change, invoice)) {
            case "void" -> {
                return end(change, invoice, "void", "invoice.voided");
            }
            case "mark_uncollectible" -> {
                return end(change, invoice, "uncollectible", UNCOLLECTIBLE);
            }
            default -> {}
        }
        if (flag(invoice, "auto_advance")) {
            if (isCharged(invoice)) {
                settle(change, invoice);
            } else {
                change.emit("invoice.sent", invoice, null);
            }
        }
        return invoice;
    }

    static boolean isCharged(JsonNode invoice) {
        return is(invoice, "collection_method", "charge_automatically");
    }

    /** Pays it with the card there is, or writes down that it failed. */
    static void settle(Change change, ObjectNode invoice) {
        var card = CardPayments.card(change, invoice);
        CardPayments.take(change, invoice, card)
                .ifPresentOrElse(
                        decline -> Dunning.fail(change, invoice, decline, card.isPresent()),
                        () -> markPaid(change, invoice));
    }

    /** Pays it with the card there is, as its customer asks; empty if it is paid. */
    public static Optional<Decline> payOnRequest(Change change, ObjectNode invoice) {
        var card = CardPayments.card(change, invoice);
        var decline = CardPayments.take(change, invoice, card);
        decline.ifPresentOrElse(
                why -> Dunning.failOnRequest(change, invoice, why, card.isPresent()), () -> markPaid(change, invoice));
        return decline;
    }

    public static ObjectNode markPaid(Change change, ObjectNode invoice) {
        invoice.put("status", "paid").put("amount_paid", number(invoice, "amount_due"));
        invoice.put("amount_remaining", 0).put("attempted", true);
        invoice.put("attempt_count", invoice.path("attempt_count").asInt() + 1).putNull("next_payment_attempt");
        invoice.withObject("/status_transitions").put("paid_at", change.nowSeconds());
        if (number(invoice, "amount_due") > 0) {
            InvoicePayments.stand(change, invoice, "succeeded");
        }
        change.put("invoice.paid", invoice);
        change.emit("invoice.payment_succeeded", invoice, null);
        reactivate(change, invoice);
        return invoice;
    }

    /** A subscription whose latest final invoice is paid or void is active again, whatever else is open. */
    private static void reactivate(Change change, JsonNode settled) {
        if (isLatest(change, settled)) {
            Subscriptions.become(change, subscription(settled), "active");
        }
    }

    /** Whether it is the one of its subscription that became final last, which alone decides how that stands. */
    static boolean isLatest(Change change, JsonNode invoice) {
        var subscription = subscription(invoice);
        return !subscription.isEmpty()
                && change.of(TYPE, text(invoice, "customer"))
                        .filter(other -> subscription(other).equals(subscription) && !Drafts.isDraft(other))
                        .reduce((one, other) -> finalizedAt(other) < finalizedAt(one) ? one : other)
                        .filter(latest -> latest.path("id").equals(invoice.path("id")))
                        .isPresent();
    }

    private static long finalizedAt(JsonNode invoice) {
        return number(invoice.path("status_transitions"), "finalized_at");
    }

    private static ObjectNode pay(ApiCall call) {
        var change = call.change();
        var invoice = collectible(change, call.id());
        var given = call.text("payment_method")
                .flatMap(id -> PaymentMethods.attachedTo(change, text(invoice, "customer"), id));
        if (call.text("payment_method").isPresent() && given.isEmpty()) {
            throw ApiError.noSuch(
                    "payment_method",
                    PaymentMethods.TYPE,
                    call.text("payment_method").orElseThrow());
        }
        var card = given.or(() -> CardPayments.card(change, invoice));
        CardPayments.take(change, invoice, card).ifPresent(decline -> {
            throw decline.refusal().leaving(after -> leaveFailure(after, call.id(), card));
        });
        return markPaid(change, invoice);
    }

    private static void leaveFailure(Change change, String id, Optional<ObjectNode> card) {
        var invoice = ObjectLookup.byPath(change, TYPE, id);
        CardPayments.take(change, invoice, card)
                .ifPresent(decline -> Dunning.failOnRequest(change, invoice, decline, card.isPresent()));
    }

    /** Those of a customer that are open, as copies. */
    public static Stream<ObjectNode> open(Change change, String customer) {
        return change.of(TYPE, customer).filter(Invoices::isOpen).map(ObjectNode::deepCopy);
    }

    public static ObjectNode collectible(Change change, String id) {
        var invoice = ObjectLookup.byPath(change, TYPE, id);
        if (!isOpen(invoice) && !is(invoice, "status", "uncollectible")) {
            throw ApiError.state("Invoice is " + text(invoice, "status") + ", so this cannot be done to it.");
        }
        return invoice;
    }

    private static ObjectNode end(ApiCall call, String status, String event) {
        return end(call.change(), collectible(call.change(), call.id()), status, event);
    }

    private static ObjectNode end(Change change, ObjectNode invoice, String status, String event) {
        invoice.put("status", status).putNull("next_payment_attempt");
        invoice.withObject("/status_transitions")
                .put(status.equals("void") ? "voided_at" : "marked_uncollectible_at", change.nowSeconds());
        change.put(event, invoice);
        if (status.equals("void")) {
            InvoicePayments.stand(change, invoice, "canceled");
            CustomerBalance.giveBack(change, invoice);
            reactivate(change, invoice);
        }
        return invoice;
    }
}
