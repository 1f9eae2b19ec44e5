package omni.local.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an invoice begins: as a draft that is finalised in the same moment. */
final class NewInvoice {

    private NewInvoice() {}

    /** The invoice for a subscription's present period and what waits to be added; below nothing it is nothing. */
    static ObjectNode of(Change change, JsonNode subscription, String reason) {
        var item = Subscriptions.item(subscription);
        var invoice = start(change, subscription.path("customer"), reason, null);
        var parent =
                invoice.putObject("parent").put("type", "subscription_details").putNull("quote_details");
        var details = parent.putObject("subscription_details");
        details.set("metadata", subscription.path("metadata"));
        details.set("subscription", subscription.path("id"));
        invoice.set("period_start", item.path("current_period_start"));
        invoice.set("period_end", item.path("current_period_start"));
        line(
                change,
                invoice,
                "1 × " + item.path("price").path("nickname").asText("plan"),
                Prices.cents(item.path("price")),
                item);
        long pending = subscription.path(PlanChange.PENDING).asLong();
        if (pending != 0) {
            line(change, invoice, "Difference after a change of plan", pending, item);
        }
        return finalised(change, invoice);
    }

    /** An invoice by mail for one amount, due some days from now: what an operator writes on the dashboard. */
    static ObjectNode byMail(Change change, String customer, long cents, Duration due) {
        var known = Customers.named(change, customer);
        var invoice = start(change, known.path("id"), "manual", change.nowSeconds() + due.toSeconds());
        invoice.putNull("parent");
        invoice.put("period_start", change.nowSeconds()).put("period_end", change.nowSeconds());
        line(change, invoice, "As agreed", cents, known);
        return finalised(change, invoice);
    }

    private static ObjectNode start(Change change, JsonNode customer, String reason, @Nullable Long dueDate) {
        var invoice = Documents.start(change, change.nextId("in_"), Invoices.TYPE);
        var known = change.find(Customers.TYPE, customer.asText()).orElseThrow();
        invoice.put("account_country", "US").put("account_name", "Omni Billing");
        for (var empty : List.of(
                "application",
                "automatically_finalizes_at",
                "customer_account",
                "customer_address",
                "customer_phone",
                "default_payment_method",
                "default_source",
                "description",
                "footer",
                "from_invoice",
                "last_finalization_error",
                "latest_revision",
                "next_payment_attempt",
                "on_behalf_of",
                "receipt_number",
                "statement_descriptor",
                "test_clock")) {
            invoice.putNull(empty);
        }
        invoice.put("attempt_count", 0).put("attempted", false).put("auto_advance", true);
        invoice.put("billing_reason", reason);
        invoice.put("collection_method", dueDate == null ? "charge_automatically" : "send_invoice");
        invoice.put("currency", "usd");
        invoice.set("customer", customer);
        invoice.set("customer_email", known.path("email"));
        invoice.set("customer_name", known.path("name"));
        invoice.putArray("default_tax_rates");
        invoice.putArray("discounts");
        invoice.put("due_date", dueDate);
        invoice.putObject("issuer").put("type", "self");
        invoice.putObject("lines").put("object", "list").putArray("data");
        invoice.putObject("metadata");
        invoice.put("number", known.path("invoice_prefix").asText() + "-" + numberOf(change, known));
        invoice.put("starting_balance", 0).put("ending_balance", 0).put("status", "draft");
        return invoice;
    }

    private static String numberOf(Change change, ObjectNode customer) {
        int number = customer.path("next_invoice_sequence").asInt(1);
        change.put(customer.put("next_invoice_sequence", number + 1));
        return "%04d".formatted(number);
    }

    private static void line(Change change, ObjectNode invoice, String description, long cents, JsonNode item) {
        var line = invoice.objectNode().put("id", change.nextId("il_")).put("object", "line_item");
        line.put("amount", cents).put("currency", "usd").put("description", description);
        line.putArray("discount_amounts");
        line.put("discountable", true).putArray("discounts");
        line.set("invoice", invoice.path("id"));
        line.put("livemode", false).putObject("metadata");
        line.putObject("period")
                .put("start", item.path("current_period_start").asLong(change.nowSeconds()))
                .put("end", item.path("current_period_end").asLong(change.nowSeconds()));
        var price = item.path("price");
        if (price.isObject()) {
            var pricing = line.putObject("pricing").put("type", "price_details");
            pricing.set("unit_amount_decimal", price.path("unit_amount_decimal"));
            pricing.putObject("price_details")
                    .put("price", price.path("id").asText())
                    .put("product", price.path("product").asText());
        }
        line.put("quantity", 1).put("subtotal", cents).putArray("taxes");
        ((com.fasterxml.jackson.databind.node.ArrayNode) invoice.path("lines").path("data")).add(line);
    }

    private static ObjectNode finalised(Change change, ObjectNode invoice) {
        long total = 0;
        for (var line : invoice.path("lines").path("data")) {
            total += line.path("amount").asLong();
        }
        long due = Math.max(0, total);
        var id = invoice.path("id").asText();
        var lines = (ObjectNode) invoice.path("lines");
        lines.put("has_more", false)
                .put("total_count", lines.path("data").size())
                .put("url", "/v1/invoices/" + id + "/lines");
        invoice.put("amount_due", due).put("amount_overpaid", 0).put("amount_paid", 0);
        invoice.put("amount_remaining", due).put("amount_shipping", 0);
        invoice.put("subtotal", total)
                .put("total", total)
                .putNull("effective_at")
                .putNull("hosted_invoice_url");
        invoice.putNull("invoice_pdf");
        var moments = invoice.putObject("status_transitions");
        List.of("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
                .forEach(moments::putNull);
        change.put("invoice.created", invoice);
        moments.put("finalized_at", change.nowSeconds());
        invoice.put("status", "open").put("effective_at", change.nowSeconds());
        change.put("invoice.finalized", invoice);
        return invoice;
    }
}
