package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.api.ApiError;
import stripesimulator.api.ObjectLookup;
import stripesimulator.catalog.Prices;
import stripesimulator.catalog.Products;
import stripesimulator.customer.Customers;
import stripesimulator.tax.LineTax;
import stripesimulator.tax.TaxIds;
import stripesimulator.tax.TaxLocation;

/**
 * The tax of an invoice, worked out anew for each line while it is a draft and once more as it becomes final. One whose
 * customer's place is not known becomes final without tax if time makes it final; a request can't.
 */
final class InvoiceTax {

    private InvoiceTax() {}

    static boolean isOn(JsonNode taxed) {
        return flag(taxed.path("automatic_tax"), "enabled");
    }

    static ObjectNode on() {
        var tax = JsonNodeFactory.instance.objectNode();
        tax.putNull("disabled_reason")
                .put("enabled", true)
                .putObject("liability")
                .put("type", "self");
        return tax;
    }

    private static ObjectNode off(@Nullable String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("disabled_reason", reason)
                .put("enabled", false)
                .putNull("liability");
    }

    /** As its subscription has it. */
    static void begin(ObjectNode invoice, JsonNode subscription) {
        set(invoice, isOn(subscription));
    }

    static void set(ObjectNode invoice, boolean enabled) {
        var tax = enabled ? on().put("provider", "stripe") : off(null).putNull("provider");
        invoice.set("automatic_tax", tax.putNull("status"));
    }

    /** Puts each line's tax beside it, and answers how much comes on top of them all. */
    static long apply(Change change, ObjectNode invoice) {
        var customer = change.find(Customers.TYPE, text(invoice, "customer")).orElseThrow();
        describe(change, invoice, customer);
        var taxes = invoice.putArray("total_taxes");
        long onTop = 0;
        long within = 0;
        var place = isOn(invoice) ? place(change, invoice, customer) : Optional.<TaxLocation>empty();
        if (isOn(invoice)) {
            invoice.withObject("/automatic_tax")
                    .put("status", place.isPresent() ? "complete" : "requires_location_inputs");
        }
        for (var line : invoice.path("lines").path("data")) {
            var list = ((ObjectNode) line).putArray("taxes");
            var tax = place.flatMap(known -> of(change, customer, known, line));
            if (tax.isPresent()) {
                list.add(tax.get());
                addUp(taxes, tax.get());
                long amount = number(tax.get(), "amount");
                onTop += is(tax.get(), "tax_behavior", "exclusive") ? amount : 0;
                within += is(tax.get(), "tax_behavior", "inclusive") ? amount : 0;
            }
        }
        long subtotal = subtotal(invoice);
        invoice.put("subtotal_excluding_tax", subtotal - within).put("total_excluding_tax", subtotal - within);
        return onTop;
    }

    static long subtotal(JsonNode invoice) {
        long sum = 0;
        for (var line : invoice.path("lines").path("data")) {
            sum += number(line, "amount");
        }
        return sum;
    }

    private static void describe(Change change, ObjectNode invoice, JsonNode customer) {
        invoice.set("customer_address", customer.path("address"));
        invoice.set("customer_tax_exempt", customer.path("tax_exempt"));
        var ids = invoice.putArray("customer_tax_ids");
        TaxIds.of(change, text(customer, "id"))
                .forEach(id -> ids.addObject().put("type", text(id, "type")).put("value", text(id, "value")));
    }

    private static void addUp(ArrayNode totals, ObjectNode tax) {
        for (var total : totals) {
            if (total.path("tax_rate_details").equals(tax.path("tax_rate_details"))
                    && total.path("tax_behavior").equals(tax.path("tax_behavior"))
                    && total.path("taxability_reason").equals(tax.path("taxability_reason"))) {
                ((ObjectNode) total)
                        .put("amount", number(total, "amount") + number(tax, "amount"))
                        .put("taxable_amount", number(total, "taxable_amount") + number(tax, "taxable_amount"));
                return;
            }
        }
        totals.add(tax.deepCopy());
    }

    /** A line for no price has none. */
    private static Optional<ObjectNode> of(Change change, JsonNode customer, TaxLocation place, JsonNode line) {
        var details = line.path("pricing").path("price_details");
        return change.find(Prices.TYPE, text(details, "price")).map(price -> {
            var product = change.find(Products.TYPE, text(details, "product")).orElseThrow();
            return LineTax.of(change, customer, place)
                    .on(product)
                    .json(number(line, "amount"), is(price, "tax_behavior", "inclusive"));
        });
    }

    private static Optional<TaxLocation> place(Change change, JsonNode invoice, JsonNode customer) {
        var subscription = change.find(Subscriptions.TYPE, Invoices.subscription(invoice));
        var cards = List.of(
                invoice.path("default_payment_method"),
                subscription.map(found -> found.path("default_payment_method")).orElse(invoice.path("none")));
        return TaxLocation.of(change, customer, cards);
    }

    /** Switches a subscription's tax on or off, as it is asked for; that needs a place, and prices that say whether tax is in them. */
    static void ask(Change change, ObjectNode subscription, JsonNode params) {
        var asked = params.path("automatic_tax");
        if (!asked.has("enabled")) {
            return;
        }
        if (!flag(asked, "enabled")) {
            subscription.set("automatic_tax", off(null));
            return;
        }
        var customer =
                change.find(Customers.TYPE, text(subscription, "customer")).orElseThrow();
        if (TaxLocation.of(change, customer, List.of(subscription.path("default_payment_method")))
                .isEmpty()) {
            throw TaxLocation.unknown();
        }
        requireTaxable(Subscriptions.item(subscription).path("price"));
        subscription.set("automatic_tax", on());
    }

    /** The account has no default for prices that do not say. */
    static void requireTaxable(JsonNode price) {
        if (!Prices.hasTaxBehavior(price)) {
            throw ApiError.state("The price " + text(price, "id")
                    + " doesn't have a `tax_behavior` set, which is required for automatic tax computation.");
        }
    }

    /** Whether it is to be taxed and can't be. */
    static boolean isWithoutPlace(Change change, JsonNode invoice) {
        var customer = change.find(Customers.TYPE, text(invoice, "customer")).orElseThrow();
        return isOn(invoice) && place(change, invoice, customer).isEmpty();
    }

    /** It goes on without, and so does its subscription. */
    static void switchOff(Change change, ObjectNode invoice) {
        invoice.set(
                "automatic_tax",
                off("finalization_requires_location_inputs").putNull("provider").putNull("status"));
        var id = Invoices.subscription(invoice);
        if (!id.isEmpty()) {
            Documents.edit(
                    change,
                    Subscriptions.UPDATED,
                    ObjectLookup.byPath(change, Subscriptions.TYPE, id),
                    subscription -> subscription.set("automatic_tax", off("requires_location_inputs")));
        }
    }

    /** What a request to make it final leaves behind. */
    static void fail(Change change, String id) {
        var invoice = ObjectLookup.byPath(change, Invoices.TYPE, id);
        invoice.set("last_finalization_error", TaxLocation.unknown().error());
        change.put("invoice.finalization_failed", invoice);
    }
}
