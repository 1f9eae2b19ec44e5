package stripesimulator.billing;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.api.ObjectLookup;
import stripesimulator.catalog.Prices;

/** How a subscription begins: with the payment of a checkout session, or by the API. */
public final class NewSubscription {

    private static final Template SUBSCRIPTION = Template.of("subscription");
    private static final Template ITEM = Template.of("subscription_item");

    private NewSubscription() {}

    /**
     * What it begins with.
     *
     * @param card it is paid with; empty for the customer's own
     * @param anchor the moment that its periods are counted from; the first period ends there if it is still to come
     */
    public record Terms(JsonNode customer, ObjectNode price, JsonNode metadata, Optional<String> card, long anchor) {}

    /** Taxes it from its first invoice on, as {@code automatic_tax} asks; it is not begun yet. */
    public static void tax(Change change, ObjectNode subscription, JsonNode params) {
        InvoiceTax.ask(change, subscription, params);
    }

    /** Tells of a new one and raises its first invoice; usage has none, as it would be empty. */
    public static ObjectNode begin(Change change, ObjectNode subscription) {
        change.put("customer.subscription.created", subscription);
        if (!Prices.isMetered(Subscriptions.item(subscription).path("price"))) {
            Invoices.first(change, subscription);
        }
        return ObjectLookup.byPath(change, Subscriptions.TYPE, text(subscription, "id"));
    }

    /** The document, which is not put yet. */
    public static ObjectNode start(Change change, Terms terms) {
        var id = change.nextId("sub_");
        return SUBSCRIPTION.start(
                change,
                id,
                Map.of(
                        "anchor", terms.anchor(),
                        "card", terms.card(),
                        "currency", terms.price().path("currency"),
                        "customer", terms.customer(),
                        "item", item(change, id, terms),
                        "metadata", Documents.merge(terms.price().objectNode(), terms.metadata())));
    }

    private static ObjectNode item(Change change, String subscription, Terms terms) {
        var price = terms.price();
        long end = Periods.next(terms.anchor(), price, change.nowSeconds());
        var item = ITEM.start(
                change, change.nextId("si_", 14), Map.of("end", end, "price", price, "subscription", subscription));
        if (Prices.isMetered(price)) {
            item.remove("quantity");
        }
        return item;
    }
}
