package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.SECONDS;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import stripesimulator.catalog.Prices;
import stripesimulator.customer.PaymentMethods;

/**
 * {@code /v1/subscriptions}: a plan is begun by a paid checkout session, metered usage by the API ({@link
 * NewSubscription}); carried on by time ({@link Renewals}), changed by the API and the portal. One item each.
 */
public final class Subscriptions {

    public static final String TYPE = Kinds.SUBSCRIPTION;
    public static final String UPDATED = "customer.subscription.updated";

    private static final Set<String> ENDED = Set.of("canceled", "incomplete_expired");
    private static final List<String> STATUSES = List.of(
            "active",
            "all",
            "canceled",
            "ended",
            "incomplete",
            "incomplete_expired",
            "past_due",
            "paused",
            "trialing",
            "unpaid");
    private static final Shape PRORATION = new Shape.OneOf(List.of("always_invoice", "create_prorations", "none"));
    private static final Shape COLLECTION = new Shape.OneOf(List.of("charge_automatically", "send_invoice"));
    /** {@code automatic_tax}, wherever it is asked for. */
    public static final Shape TAX = new Shape.Group(Map.of("enabled", FLAG));

    private static final Shape DAYS = new Shape.Whole(0, 3650);
    private static final Shape DESCRIPTION = new Shape.Text(500);
    private static final Shape NEW_ITEMS = new Shape.ListOf(
            new Shape.Group(Map.of("metadata", METADATA, "price", TEXT, "quantity", new Shape.Whole(0, 1))));
    private static final Shape CHANGED_ITEMS =
            new Shape.ListOf(new Shape.Group(Map.of("id", TEXT, "price", TEXT, "quantity", new Shape.Whole(1, 1))));
    private static final Parameters CREATE = Parameters.of(
            Map.ofEntries(
                    Map.entry("automatic_tax", TAX),
                    Map.entry("billing_cycle_anchor", SECONDS),
                    Map.entry("collection_method", COLLECTION),
                    Map.entry("customer", TEXT),
                    Map.entry("days_until_due", DAYS),
                    Map.entry("default_payment_method", TEXT),
                    Map.entry("description", DESCRIPTION),
                    Map.entry("items", NEW_ITEMS),
                    Map.entry("metadata", METADATA),
                    Map.entry("off_session", FLAG),
                    Map.entry("proration_behavior", PRORATION)),
            "customer",
            "items");
    private static final Parameters UPDATE = Parameters.of(Map.of(
            "automatic_tax", TAX,
            "cancel_at_period_end", FLAG,
            "collection_method", COLLECTION,
            "days_until_due", DAYS,
            "default_payment_method", TEXT,
            "description", DESCRIPTION,
            "items", CHANGED_ITEMS,
            "metadata", METADATA,
            "proration_behavior", PRORATION));
    private static final Parameters CANCEL = Parameters.of(Map.of("invoice_now", FLAG, "prorate", FLAG));
    private static final Parameters LIST = Parameters.list(
            Map.of("created", Shape.MOMENTS, "customer", TEXT, "price", TEXT, "status", new Shape.OneOf(STATUSES)));

    private Subscriptions() {}

    public static List<ApiRoute> routes() {
        var one = "/v1/subscriptions/{}";
        return List.of(
                ApiRoute.get("/v1/subscriptions", LIST, Subscriptions::list),
                ApiRoute.post("/v1/subscriptions", CREATE, SubscriptionOrder::place),
                ApiRoute.show(one, TYPE),
                ApiRoute.post(one, UPDATE, Subscriptions::update),
                ApiRoute.delete(one, CANCEL, Subscriptions::cancel));
    }

    private static ObjectNode notEnded(Change change, String id) {
        var subscription = ObjectLookup.byPath(change, TYPE, id);
        if (isEnded(subscription)) {
            throw ApiError.notFound(TYPE, id); // as Stripe says of one that was canceled
        }
        return subscription;
    }

    static boolean isEnded(JsonNode subscription) {
        return ENDED.contains(text(subscription, "status"));
    }

    /** Those of a customer that have not ended, as copies. */
    public static Stream<ObjectNode> ofCustomer(Change change, JsonNode customer) {
        return change.newest(TYPE, customer.asText())
                .filter(found -> !isEnded(found))
                .map(ObjectNode::deepCopy);
    }

    public static ObjectNode item(JsonNode subscription) {
        return (ObjectNode) subscription.path("items").path("data").path(0);
    }

    private static ObjectNode list(ApiCall call) {
        var status = call.text("status");
        return Listing.of(
                call,
                TYPE,
                List.of("customer"),
                found -> call.text("price")
                                .map(text(item(found).path("price"), "id")::equals)
                                .orElse(true)
                        && switch (status.orElse("")) {
                            case "all" -> true;
                            case "" -> !is(found, "status", "canceled");
                            case "ended" -> isEnded(found);
                            case String wanted -> is(found, "status", wanted);
                        });
    }

    private static ObjectNode update(ApiCall call) {
        var change = call.change();
        var subscription = notEnded(change, call.id());
        var params = call.params();
        call.text("default_payment_method")
                .ifPresent(card -> PaymentMethods.ofCustomer(
                        change, "default_payment_method", text(subscription, "customer"), card));
        var items = params.path("items");
        if (items.size() > 1
                || (!items.isEmpty()
                        && !items.path(0).path("id").equals(item(subscription).path("id")))) {
            throw ApiError.invalid("items", "This simulator keeps one item: name it by its id, and its new price.");
        }
        var before = subscription.deepCopy();
        var given = params.deepCopy();
        given.remove(
                List.of("items", "proration_behavior", "cancel_at_period_end", "collection_method", "days_until_due"));
        given.remove("automatic_tax");
        Documents.apply(subscription, given);
        InvoiceTax.ask(change, subscription, params);
        SubscriptionOrder.collection(change, subscription, params);
        if (params.has("cancel_at_period_end")) {
            endAtPeriodEnd(change, subscription, flag(params, "cancel_at_period_end"));
        }
        if (items.path(0).has("price")) {
            var price = Prices.forSale(change, "items[0][price]", text(items.path(0), "price"));
            var proration = params.path("proration_behavior").asText("create_prorations");
            PlanChange.to(change, subscription, price, proration);
        }
        Documents.replace(change, UPDATED, before, subscription);
        Invoices.collectLatest(change, before, subscription);
        return call.object(TYPE);
    }

    /** Whether it ends with its period, by whichever of its two fields. */
    public static boolean isEnding(JsonNode subscription) {
        return flag(subscription, "cancel_at_period_end")
                || subscription.path("cancel_at").isNumber();
    }

    /** What the portal does in flexible billing: {@code cancel_at} alone says that it ends. */
    public static void cancelAt(Change change, ObjectNode subscription) {
        endAtPeriodEnd(change, subscription, true);
        subscription.put("cancel_at_period_end", false);
    }

    /** Marks it to end with its period, or takes the mark off. */
    public static void endAtPeriodEnd(Change change, ObjectNode subscription, boolean end) {
        subscription.put("cancel_at_period_end", end);
        subscription.set("cancel_at", end ? item(subscription).get("current_period_end") : null);
        subscription.put("canceled_at", end ? (Long) change.nowSeconds() : null);
        subscription.withObject("/cancellation_details").put("reason", end ? "cancellation_requested" : null);
    }

    private static ObjectNode cancel(ApiCall call) {
        var change = call.change();
        var subscription = notEnded(change, call.id());
        if (flag(call.params(), "invoice_now")
                && Prices.isMetered(item(subscription).path("price"))) {
            MeteredInvoices.last(change, subscription);
            subscription = call.object(TYPE);
        }
        return cancel(change, subscription);
    }

    /** Ends it now; what was paid is not given back, usage that is not invoiced yet never is, and what is open is collected no more. */
    public static ObjectNode cancel(Change change, ObjectNode subscription) {
        if (!subscription.path("canceled_at").isNumber()) {
            subscription.put("canceled_at", change.nowSeconds());
        }
        subscription.put("status", "canceled").put("ended_at", change.nowSeconds());
        subscription.withObject("/cancellation_details").put("reason", "cancellation_requested");
        change.put("customer.subscription.deleted", subscription);
        Dunning.stop(change, text(subscription, "customer"));
        return subscription;
    }

    /** Another status, with its event; nothing if it has it already. */
    static void become(Change change, String id, String status) {
        var before = ObjectLookup.byPath(change, TYPE, id);
        if (!isEnded(before)) {
            Documents.edit(change, UPDATED, before, after -> after.put("status", status));
        }
    }
}
