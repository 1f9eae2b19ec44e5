package stripesimulator.billing;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Customers;
import stripesimulator.customer.PaymentMethods;

/** {@code POST /v1/subscriptions}: what has to be so before a subscription begins by the API. Metered prices only. */
final class SubscriptionOrder {

    private SubscriptionOrder() {}

    static ObjectNode place(ApiCall call) {
        var change = call.change();
        var params = call.params();
        var customer = Customers.byParameter(change, call.text("customer").orElseThrow());
        var price = price(change, params.path("items"));
        var card = call.text("default_payment_method");
        card.ifPresent(id -> PaymentMethods.ofCustomer(change, "default_payment_method", text(customer, "id"), id));
        var terms = new NewSubscription.Terms(
                customer.path("id"), price, params.path("metadata"), card, anchor(change, params, price));
        var subscription = NewSubscription.start(change, terms);
        subscription.put(MeteredInvoices.WITHOUT_PRORATION, is(params, "proration_behavior", "none"));
        collection(change, subscription, params);
        InvoiceTax.ask(change, subscription, params);
        call.text("description").ifPresent(text -> subscription.put("description", text));
        var itemMetadata = params.path("items").path(0).path("metadata");
        Subscriptions.item(subscription).set("metadata", Documents.merge(subscription.objectNode(), itemMetadata));
        return NewSubscription.begin(change, subscription);
    }

    private static ObjectNode price(Change change, JsonNode items) {
        if (items.size() != 1) {
            throw ApiError.invalid("items", "This simulator keeps one item.");
        }
        var item = items.path(0);
        if (!item.path("price").isTextual()) {
            throw ApiError.missingParameter("items[0][price]");
        }
        var price = Prices.forSale(change, "items[0][price]", text(item, "price"));
        if (!price.path("recurring").isObject()) {
            throw ApiError.invalid("items[0][price]", "The price specified is not recurring.");
        }
        if (!Prices.isMetered(price)) {
            throw ApiError.invalid(
                    "items[0][price]", "This simulator begins a plan by a checkout session, which is paid.");
        }
        if (item.has("quantity")) {
            throw ApiError.invalid(
                    "items[0][quantity]",
                    "Quantity should not be specified where usage_type is `metered`. Remove quantity from `items[0]`");
        }
        return price;
    }

    /** Where its periods turn: now, or a moment ahead that comes no later than the first period's natural end. */
    private static long anchor(Change change, JsonNode params, JsonNode price) {
        long now = change.nowSeconds();
        var given = params.path("billing_cycle_anchor");
        if (!given.isNumber()) {
            return now;
        }
        if (given.asLong() <= now) {
            throw ApiError.invalid("billing_cycle_anchor", "The billing cycle anchor must be in the future.");
        }
        if (given.asLong() > Periods.next(now, price, now)) {
            throw ApiError.invalid(
                    "billing_cycle_anchor",
                    "billing_cycle_anchor cannot be later than next natural billing date ("
                            + Periods.next(now, price, now) + ") for plan");
        }
        return given.asLong();
    }

    /** How its invoices are paid from now on: by card, or by mail within some days. */
    static void collection(Change change, ObjectNode subscription, JsonNode params) {
        var method = params.path("collection_method").asText(text(subscription, "collection_method"));
        var days = params.path("days_until_due");
        if (method.equals("charge_automatically")) {
            if (days.isNumber()) {
                throw ApiError.invalid(
                        "days_until_due",
                        "`days_until_due` can only be set when `collection_method` is `send_invoice`.");
            }
            subscription.putNull("days_until_due");
        } else if (days.isNumber()) {
            subscription.set("days_until_due", days);
        } else if (!subscription.path("days_until_due").isNumber()) {
            throw ApiError.missingParameter("days_until_due");
        }
        if (method.equals("send_invoice")) {
            reachable(change, text(subscription, "customer"));
        }
        subscription.put("collection_method", method);
    }

    private static void reachable(Change change, String customer) {
        if (!Customers.byParameter(change, customer).path("email").isTextual()) {
            throw ApiError.state("Missing email. In order to create invoices that are sent to the customer,"
                    + " the customer must have a valid email.");
        }
    }
}
