package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
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
 * {@code /v1/invoices}: a plan's are final as soon as they are raised, usage stays a draft for a while ({@link Drafts}).
 * A final one is paid by the card of the subscription or customer, or sent by mail. A failed payment is tried again 3, 5
 * and 7 days later each; after the last one the subscription is {@code unpaid}.
 */
public final class Invoices {

    static final String TYPE = Kinds.INVOICE;

    private static final List<Duration> PAUSES = List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));
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
                        call -> end(call, "uncollectible", "invoice.marked_uncollectible")));
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

    /** The invoice of a stored subscription's present period, which it becomes the latest of. */
    static void ofPeriod(Change change, ObjectNode subscription, String reason) {
        var before = subscription.deepCopy();
        raise(change, subscription, reason);
        change.put(subscription);
        if (!reason.equals("subscription_create")) {
            Documents.replace(change, Subscriptions.UPDATED, before, subscription);
        }
        collect(change, ObjectLookup.byPath(change, TYPE, text(subscription, "latest_invoice")));
    }

    /** Raises and finalizes an invoice for the price of a subscription and what waits; the caller puts the subscription. */
    static void raise(Change change, ObjectNode subscription, String reason) {
        var invoice = Drafts.finalize(change, NewInvoice.ofPlan(change, subscription, reason));
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
    private static void settle(Change change, ObjectNode invoice) {
        CardPayments.take(change, invoice, CardPayments.card(change, invoice))
                .ifPresentOrElse(decline -> markFailed(change, invoice, decline), () -> markPaid(change, invoice));
    }

    public static ObjectNode markPaid(Change change, ObjectNode invoice) {
        invoice.put("status", "paid").put("amount_paid", number(invoice, "amount_due"));
        invoice.put("amount_remaining", 0).put("attempted", true);
        invoice.put("attempt_count", invoice.path("attempt_count").asInt() + 1).putNull("next_payment_attempt");
        invoice.withObject("/status_transitions").put("paid_at", change.nowSeconds());
        change.put("invoice.paid", invoice);
        change.emit("invoice.payment_succeeded", invoice, null);
        reactivate(change, invoice);
        return invoice;
    }

    /** A subscription without another open invoice is active again. */
    private static void reactivate(Change change, JsonNode settled) {
        var subscription = subscription(settled);
        boolean owing = change.of(TYPE, text(settled, "customer"))
                .anyMatch(other -> isOpen(other)
                        && subscription(other).equals(subscription)
                        && !other.path("id").equals(settled.path("id")));
        if (!subscription.isEmpty() && !owing) {
            Subscriptions.become(change, subscription, "active");
        }
    }

    private static void markFailed(Change change, ObjectNode invoice, Decline decline) {
        int attempts = invoice.path("attempt_count").asInt() + 1;
        boolean again = attempts <= PAUSES.size();
        invoice.put("attempted", true).put("attempt_count", attempts);
        invoice.put(
                "next_payment_attempt",
                again ? (Long) (change.nowSeconds() + PAUSES.get(attempts - 1).toSeconds()) : null);
        change.put("invoice.payment_failed", invoice);
        if (decline == Decline.UNCONFIRMED) {
            change.emit("invoice.payment_action_required", invoice, null);
        }
        if (!subscription(invoice).isEmpty()) {
            Subscriptions.become(change, subscription(invoice), again ? "past_due" : "unpaid");
        }
    }

    static boolean isRetryDue(JsonNode invoice, long nowSeconds) {
        var next = invoice.path("next_payment_attempt");
        return isOpen(invoice) && next.isNumber() && next.asLong() <= nowSeconds;
    }

    static void retry(Change change, ObjectNode invoice) {
        settle(change, invoice);
    }

    /** Past its date for the first time since it was told. */
    static boolean isOverdue(JsonNode invoice, long nowSeconds) {
        var due = invoice.path("due_date");
        return isOpen(invoice) && due.isNumber() && due.asLong() <= nowSeconds && !invoice.has("_overdue");
    }

    static void markOverdue(Change change, ObjectNode invoice) {
        change.put("invoice.overdue", invoice.put("_overdue", true));
        if (!subscription(invoice).isEmpty()) {
            Subscriptions.become(change, subscription(invoice), "past_due");
        }
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

    /** What a payment that was asked for and failed leaves; only the first one counts for when it is tried again. */
    private static void leaveFailure(Change change, String id, Optional<ObjectNode> card) {
        var invoice = ObjectLookup.byPath(change, TYPE, id);
        CardPayments.take(change, invoice, card).ifPresent(decline -> {
            if (flag(invoice, "attempted")) {
                change.emit("invoice.payment_failed", invoice, null);
            } else {
                markFailed(change, invoice, decline);
            }
        });
    }

    /** Pays the open invoices of a customer whose card was changed, as the portal does. */
    public static void settleOpen(Change change, String customer) {
        change.of(TYPE, customer)
                .filter(invoice -> isOpen(invoice) && isCharged(invoice))
                .map(ObjectNode::deepCopy)
                .toList()
                .forEach(invoice -> settle(change, invoice));
    }

    public static ObjectNode collectible(Change change, String id) {
        var invoice = ObjectLookup.byPath(change, TYPE, id);
        if (!isOpen(invoice) && !is(invoice, "status", "uncollectible")) {
            throw ApiError.state("Invoice is " + text(invoice, "status") + ", so this cannot be done to it.");
        }
        return invoice;
    }

    private static ObjectNode end(ApiCall call, String status, String event) {
        var change = call.change();
        var invoice = collectible(change, call.id());
        invoice.put("status", status).putNull("next_payment_attempt");
        invoice.withObject("/status_transitions")
                .put(status.equals("void") ? "voided_at" : "marked_uncollectible_at", change.nowSeconds());
        change.put(event, invoice);
        if (status.equals("void")) {
            CustomerBalance.giveBack(change, invoice);
            reactivate(change, invoice);
        }
        return invoice;
    }
}
