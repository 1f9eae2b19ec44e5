package stripesimulator.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import stripesimulator.account.Change;
import stripesimulator.catalog.Products;
import stripesimulator.meter.MeterReadings;
import stripesimulator.meter.Meters;

/** The lines of an invoice: a plan's price, one amount, or what a meter has counted. */
final class InvoiceLine {

    /** The meter that a usage line follows while its invoice is a draft; only the simulator knows it. */
    static final String METER = "_meter";

    private InvoiceLine() {}

    /** One amount for no price. */
    static void amount(Change change, ObjectNode invoice, String description, long cents) {
        add(invoice, start(change, invoice, description, change.nowSeconds(), change.nowSeconds()), 1, cents);
    }

    /** An amount for the present period of a subscription's item. */
    static void ofItem(Change change, ObjectNode invoice, String description, long cents, JsonNode item) {
        var line = start(
                change,
                invoice,
                description,
                item.path("current_period_start").asLong(),
                item.path("current_period_end").asLong());
        priced(line, item);
        add(invoice, line, 1, cents);
    }

    /** What an item's meter has counted so far from {@code start} to {@code end}. */
    static void usage(Change change, ObjectNode invoice, JsonNode item, long start, long end) {
        var line = start(change, invoice, "", start, end);
        priced(line, item);
        line.set(METER, item.path("price").path("recurring").path("meter"));
        add(invoice, line, 0, 0);
        count(change, invoice, line);
    }

    /** Counts a usage line anew; the caller adds the invoice up. */
    static void count(Change change, JsonNode invoice, ObjectNode line) {
        var meter = Meters.living(change, line.path(METER).asText());
        var period = line.path("period");
        var value = MeterReadings.value(
                change,
                meter,
                invoice.path("customer").asText(),
                period.path("start").asLong(),
                period.path("end").asLong());
        var quantity = value.max(BigDecimal.ZERO).setScale(0, RoundingMode.HALF_UP);
        var unit =
                new BigDecimal(line.path("pricing").path("unit_amount_decimal").asText());
        long cents = quantity.multiply(unit).setScale(0, RoundingMode.HALF_UP).longValueExact();
        line.put("description", usageDescription(change, line, quantity));
        line.put("quantity", quantity.longValueExact()).put("amount", cents).put("subtotal", cents);
    }

    private static String usageDescription(Change change, JsonNode line, BigDecimal quantity) {
        var product = line.path("pricing").path("price_details").path("product").asText();
        var name = change.find(Products.TYPE, product)
                .map(found -> found.path("name").asText())
                .orElse(product);
        return quantity.toPlainString() + " × " + name;
    }

    private static ObjectNode start(Change change, JsonNode invoice, String description, long start, long end) {
        var line = change.newObject("line_item").put("id", change.nextId("il_"));
        line.put("currency", "usd").put("description", description);
        line.putArray("discount_amounts");
        line.put("discountable", true).putArray("discounts");
        line.set("invoice", invoice.path("id"));
        line.put("livemode", false).putObject("metadata");
        line.putNull("parent").putObject("period").put("start", start).put("end", end);
        line.putNull("pricing").putArray("taxes");
        return line;
    }

    private static void priced(ObjectNode line, JsonNode item) {
        var parent = line.putObject("parent").putNull("invoice_item_details");
        parent.put("type", "subscription_item_details");
        var details = parent.putObject("subscription_item_details")
                .putNull("invoice_item")
                .put("proration", false);
        details.set("subscription", item.path("subscription"));
        details.set("subscription_item", item.path("id"));
        var price = item.path("price");
        var pricing = line.putObject("pricing").put("type", "price_details");
        pricing.set("unit_amount_decimal", price.path("unit_amount_decimal"));
        pricing.putObject("price_details")
                .put("price", price.path("id").asText())
                .put("product", price.path("product").asText());
    }

    private static void add(ObjectNode invoice, ObjectNode line, long quantity, long cents) {
        line.put("quantity", quantity).put("amount", cents).put("subtotal", cents);
        ((ArrayNode) invoice.path("lines").path("data")).add(line);
    }
}
