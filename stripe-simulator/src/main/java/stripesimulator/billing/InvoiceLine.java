package stripesimulator.billing;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.api.ObjectLookup;
import stripesimulator.catalog.Products;
import stripesimulator.meter.MeterReadings;
import stripesimulator.meter.Meters;

/** The lines of an invoice: a plan's price, one amount, or what a meter has counted. */
final class InvoiceLine {

    /** The meter that a usage line follows while its invoice is a draft; only the simulator knows it. */
    static final String METER = "_meter";

    private static final Template LINE = Template.of("line_item");
    private static final Template OF_SUBSCRIPTION = Template.of("line_item_of_subscription");

    private InvoiceLine() {}

    /** One amount for no price. */
    static void amount(Change change, ObjectNode invoice, String description, long cents) {
        add(invoice, start(change, invoice, description, change.nowSeconds(), change.nowSeconds()), 1, cents);
    }

    /** An amount for the present period of a subscription's item. */
    static void ofItem(Change change, ObjectNode invoice, String description, long cents, JsonNode item) {
        var line = start(
                change, invoice, description, number(item, "current_period_start"), number(item, "current_period_end"));
        setPrice(line, item);
        add(invoice, line, 1, cents);
    }

    /** What an item's meter has counted so far from {@code start} to {@code end}. */
    static void usage(Change change, ObjectNode invoice, JsonNode item, long start, long end) {
        var line = start(change, invoice, "", start, end);
        setPrice(line, item);
        line.set(METER, item.path("price").path("recurring").path("meter"));
        add(invoice, line, 0, 0);
        count(change, invoice, line);
    }

    /** Counts a usage line anew; the caller adds the invoice up. */
    static void count(Change change, JsonNode invoice, ObjectNode line) {
        count(change, invoice, line, false);
    }

    /** The usage lines of an invoice that becomes final have all that was reported; the caller adds the invoice up. */
    static void countAll(Change change, JsonNode invoice) {
        for (var line : invoice.path("lines").path("data")) {
            if (line.has(METER)) {
                count(change, invoice, (ObjectNode) line, true);
            }
        }
    }

    private static void count(Change change, JsonNode invoice, ObjectNode line, boolean isFinal) {
        var meter = ObjectLookup.byPath(change, Meters.TYPE, text(line, METER));
        var period = line.path("period");
        var value = MeterReadings.value(
                change, meter, text(invoice, "customer"), number(period, "start"), number(period, "end"), isFinal);
        var quantity = value.max(BigDecimal.ZERO).setScale(0, RoundingMode.HALF_UP);
        var unit = new BigDecimal(text(line.path("pricing"), "unit_amount_decimal"));
        long cents = quantity.multiply(unit).setScale(0, RoundingMode.HALF_UP).longValueExact();
        line.put("description", usageDescription(change, line, quantity));
        line.put("quantity", quantity.longValueExact()).put("amount", cents).put("subtotal", cents);
    }

    private static String usageDescription(Change change, JsonNode line, BigDecimal quantity) {
        var product = text(line.path("pricing").path("price_details"), "product");
        var name = change.find(Products.TYPE, product)
                .map(found -> text(found, "name"))
                .orElse(product);
        return quantity.toPlainString() + " × " + name;
    }

    private static ObjectNode start(Change change, JsonNode invoice, String description, long start, long end) {
        return LINE.start(
                change,
                change.nextId("il_"),
                Map.of("description", description, "invoice", invoice.path("id"), "start", start, "end", end));
    }

    private static void setPrice(ObjectNode line, JsonNode item) {
        var price = item.path("price");
        line.setAll(OF_SUBSCRIPTION.fill(Map.of(
                "subscription", item.path("subscription"),
                "item", item.path("id"),
                "unit", price.path("unit_amount_decimal"),
                "price", price.path("id"),
                "product", price.path("product"))));
    }

    private static void add(ObjectNode invoice, ObjectNode line, long quantity, long cents) {
        line.put("quantity", quantity).put("amount", cents).put("subtotal", cents);
        ((ArrayNode) invoice.path("lines").path("data")).add(line);
    }
}
