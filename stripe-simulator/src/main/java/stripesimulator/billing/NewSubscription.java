package stripesimulator.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.catalog.Prices;

/** How a subscription begins: with the payment of a checkout session, or by the API. */
public final class NewSubscription {

    private NewSubscription() {}

    /**
     * What it begins with.
     *
     * @param card it is paid with; empty for the customer's own
     * @param anchor the moment that its periods are counted from; the first period ends there if it is still to come
     */
    public record Terms(JsonNode customer, ObjectNode price, JsonNode metadata, Optional<String> card, long anchor) {}

    /** Tells of a new one and raises its first invoice. */
    public static ObjectNode begun(Change change, ObjectNode subscription) {
        change.put("customer.subscription.created", subscription);
        if (Prices.isMetered(Subscriptions.item(subscription).path("price"))) {
            UsageInvoices.first(change, subscription);
        } else {
            Invoices.ofPeriod(change, subscription, "subscription_create");
        }
        return Subscriptions.living(change, subscription.path("id").asText());
    }

    /** The document, which is not put yet. */
    public static ObjectNode start(Change change, Terms terms) {
        var price = terms.price();
        var id = change.nextId("sub_");
        var subscription = Documents.start(change, id, Subscriptions.TYPE);
        for (var empty : List.of(
                "application",
                "application_fee_percent",
                "billing_cycle_anchor_config",
                "billing_thresholds",
                "cancel_at",
                "canceled_at",
                "customer_account",
                "days_until_due",
                "default_source",
                "description",
                "ended_at",
                "latest_invoice",
                "next_pending_invoice_item_invoice",
                "on_behalf_of",
                "pause_collection",
                "pending_invoice_item_interval",
                "pending_setup_intent",
                "pending_update",
                "schedule",
                "test_clock",
                "transfer_data",
                "trial_end",
                "trial_start")) {
            subscription.putNull(empty);
        }
        subscription
                .putObject("automatic_tax")
                .putNull("disabled_reason")
                .put("enabled", false)
                .putNull("liability");
        subscription.put("billing_cycle_anchor", terms.anchor());
        subscription.putObject("billing_mode").put("type", "flexible").put("updated_at", change.nowSeconds());
        subscription.put("cancel_at_period_end", false);
        subscription
                .putObject("cancellation_details")
                .putNull("comment")
                .putNull("feedback")
                .putNull("reason");
        subscription.put("collection_method", "charge_automatically");
        subscription.set("currency", price.path("currency"));
        subscription.set("customer", terms.customer());
        subscription.put("default_payment_method", terms.card().orElse(null)).putArray("default_tax_rates");
        subscription.putArray("discounts");
        subscription
                .putObject("invoice_settings")
                .putNull("account_tax_ids")
                .putObject("issuer")
                .put("type", "self");
        var items = subscription.putObject("items").put("object", "list");
        items.putArray("data").add(item(change, id, terms));
        items.put("has_more", false).put("total_count", 1).put("url", "/v1/subscription_items?subscription=" + id);
        subscription.set("metadata", Documents.merged(subscription.objectNode(), terms.metadata()));
        subscription
                .putObject("payment_settings")
                .putNull("payment_method_options")
                .putNull("payment_method_types")
                .put("save_default_payment_method", "off");
        subscription.put("start_date", change.nowSeconds()).put("status", "active");
        subscription
                .putObject("trial_settings")
                .putObject("end_behavior")
                .put("missing_payment_method", "create_invoice");
        return subscription;
    }

    private static ObjectNode item(Change change, String subscription, Terms terms) {
        var price = terms.price();
        var item = price.objectNode();
        item.put("id", change.nextId("si_", 14)).put("object", "subscription_item");
        item.putNull("billing_thresholds").put("created", change.nowSeconds());
        item.put("current_period_start", change.nowSeconds());
        item.put("current_period_end", Periods.next(terms.anchor(), price, change.nowSeconds()));
        item.putArray("discounts");
        item.putObject("metadata");
        item.set("price", price);
        if (!Prices.isMetered(price)) {
            item.put("quantity", 1);
        }
        item.put("subscription", subscription).putArray("tax_rates");
        return item;
    }
}
