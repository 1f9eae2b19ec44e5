package stripesimulator.billing;

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
import stripesimulator.api.Listing;
import stripesimulator.api.Parameters;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ApiRoute.Call;
import stripesimulator.api.Shape;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.PaymentMethods;

/**
 * {@code /v1/subscriptions}: a plan is begun by a paid checkout session, metered usage by the API ({@link
 * NewSubscription}); carried on by time ({@link Renewals}), changed by the API and the portal. One item each.
 */
public final class Subscriptions {

    static final String TYPE = Kinds.SUBSCRIPTION;
    public static final String UPDATED = "customer.subscription.updated";

    private static final Set<String> ENDED = Set.of("canceled", "incomplete_expired");
    private static final Shape PRORATION = new Shape.OneOf(List.of("always_invoice", "create_prorations", "none"));
    private static final Shape COLLECTION = new Shape.OneOf(List.of("charge_automatically", "send_invoice"));
    private static final Shape DAYS = new Shape.Whole(0, 3650);
    private static final Parameters CREATE = Parameters.of(
            Map.ofEntries(
                    Map.entry("billing_cycle_anchor", SECONDS),
                    Map.entry("collection_method", COLLECTION),
                    Map.entry("customer", TEXT),
                    Map.entry("days_until_due", DAYS),
                    Map.entry("default_payment_method", TEXT),
                    Map.entry("description", new Shape.Text(500)),
                    Map.entry(
                            "items",
                            new Shape.ListOf(new Shape.Group(
                                    Map.of("metadata", METADATA, "price", TEXT, "quantity", new Shape.Whole(0, 1))))),
                    Map.entry("metadata", METADATA),
                    Map.entry("off_session", FLAG),
                    Map.entry("proration_behavior", PRORATION)),
            "customer",
            "items");
    private static final Parameters UPDATE = Parameters.of(Map.of(
            "cancel_at_period_end",
            FLAG,
            "collection_method",
            COLLECTION,
            "days_until_due",
            DAYS,
            "default_payment_method",
            TEXT,
            "description",
            new Shape.Text(500),
            "items",
            new Shape.ListOf(new Shape.Group(Map.of("id", TEXT, "price", TEXT, "quantity", new Shape.Whole(1, 1)))),
            "metadata",
            METADATA,
            "proration_behavior",
            PRORATION));
    private static final Parameters CANCEL = Parameters.of(Map.of("invoice_now", FLAG, "prorate", FLAG));
    private static final Parameters LIST = Parameters.list(Map.of(
            "created",
            new Shape.Moments(),
            "customer",
            TEXT,
            "price",
            TEXT,
            "status",
            new Shape.OneOf(List.of(
                    "active",
                    "all",
                    "canceled",
                    "ended",
                    "incomplete",
                    "incomplete_expired",
                    "past_due",
                    "paused",
                    "trialing",
                    "unpaid"))));

    private Subscriptions() {}

    public static List<ApiRoute> routes() {
        var one = "/v1/subscriptions/{}";
        return List.of(
                new ApiRoute("GET", "/v1/subscriptions", LIST, Subscriptions::list),
                new ApiRoute("POST", "/v1/subscriptions", CREATE, SubscriptionOrder::place),
                new ApiRoute("GET", one, Parameters.none(), call -> living(call.change(), call.id())),
                new ApiRoute("POST", one, UPDATE, Subscriptions::update),
                new ApiRoute("DELETE", one, CANCEL, Subscriptions::cancel));
    }

    public static ObjectNode living(Change change, String id) {
        return change.find(TYPE, id).orElseThrow(() -> ApiError.notFound(TYPE, id));
    }

    private static ObjectNode running(Change change, String id) {
        var subscription = living(change, id);
        if (isEnded(subscription)) {
            throw ApiError.notFound(TYPE, id); // as Stripe says of one that was canceled
        }
        return subscription;
    }

    static boolean isEnded(JsonNode subscription) {
        return ENDED.contains(subscription.path("status").asText());
    }

    /** Those of a customer that have not ended, as copies. */
    public static Stream<ObjectNode> running(Change change, JsonNode customer) {
        return change.newest(TYPE, customer.asText())
                .filter(found -> !isEnded(found))
                .map(ObjectNode::deepCopy);
    }

    public static ObjectNode item(JsonNode subscription) {
        return (ObjectNode) subscription.path("items").path("data").path(0);
    }

    private static ObjectNode list(Call call) {
        var status = call.text("status");
        return Listing.of(
                call,
                TYPE,
                Listing.created(call)
                        .and(Listing.equal(call, "customer"))
                        .and(found -> call.text("price")
                                .map(item(found).path("price").path("id").asText()::equals)
                                .orElse(true))
                        .and(found -> switch (status.orElse("")) {
                            case "all" -> true;
                            case "" -> !found.path("status").asText().equals("canceled");
                            case "ended" -> isEnded(found);
                            case String wanted -> found.path("status").asText().equals(wanted);
                        }));
    }

    private static ObjectNode update(Call call) {
        var change = call.change();
        var subscription = running(change, call.id());
        var params = call.params();
        var card = params.path("default_payment_method");
        if (card.isTextual()) {
            PaymentMethods.ofCustomer(
                    change,
                    "default_payment_method",
                    subscription.path("customer").asText(),
                    card.asText());
        }
        var items = params.path("items");
        if (items.size() > 1
                || (!items.isEmpty()
                        && !items.path(0).path("id").equals(item(subscription).path("id")))) {
            throw ApiError.parameter(
                    null, "items", "This simulator keeps one item: name it by its id, and its new price.");
        }
        var before = subscription.deepCopy();
        var given = params.deepCopy();
        given.remove(
                List.of("items", "proration_behavior", "cancel_at_period_end", "collection_method", "days_until_due"));
        Documents.apply(subscription, given);
        SubscriptionOrder.collection(change, subscription, params);
        if (params.has("cancel_at_period_end")) {
            endAtPeriodEnd(
                    change, subscription, params.path("cancel_at_period_end").asBoolean());
        }
        if (items.path(0).has("price")) {
            var price = Prices.sold(
                    change, "items[0][price]", items.path(0).path("price").asText());
            boolean prorated = !params.path("proration_behavior").asText().equals("none");
            PlanChange.to(change, subscription, price, prorated);
        }
        Documents.replace(change, UPDATED, before, subscription);
        return subscription;
    }

    /** Marks it to end with its period, or takes the mark off. */
    public static void endAtPeriodEnd(Change change, ObjectNode subscription, boolean end) {
        subscription.put("cancel_at_period_end", end);
        subscription.set("cancel_at", end ? item(subscription).get("current_period_end") : null);
        subscription.put("canceled_at", end ? (Long) change.nowSeconds() : null);
        subscription.withObject("/cancellation_details").put("reason", end ? "cancellation_requested" : null);
    }

    private static ObjectNode cancel(Call call) {
        var change = call.change();
        var subscription = running(change, call.id());
        if (call.params().path("invoice_now").asBoolean()
                && Prices.isMetered(item(subscription).path("price"))) {
            MeteredInvoices.last(change, subscription);
            subscription = living(change, call.id());
        }
        return cancel(change, subscription);
    }

    /** Ends it now; what was paid is not given back, and usage that is not invoiced yet never is. */
    public static ObjectNode cancel(Change change, ObjectNode subscription) {
        if (!subscription.path("canceled_at").isNumber()) {
            subscription.put("canceled_at", change.nowSeconds());
        }
        subscription.put("status", "canceled").put("ended_at", change.nowSeconds());
        subscription.withObject("/cancellation_details").put("reason", "cancellation_requested");
        change.put("customer.subscription.deleted", subscription);
        return subscription;
    }

    /** Another status, with its event; nothing if it has it already. */
    static void become(Change change, String id, String status) {
        var before = living(change, id);
        if (!isEnded(before)) {
            Documents.replace(change, UPDATED, before, before.deepCopy().put("status", status));
        }
    }
}
