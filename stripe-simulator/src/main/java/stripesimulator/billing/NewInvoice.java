package stripesimulator.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Customers;

/** How an invoice begins: as a draft with its lines, told of by {@code invoice.created}. */
public final class NewInvoice {

    private NewInvoice() {}

    /** For a plan's present period and what waits to be added; below nothing it is nothing. */
    static ObjectNode ofPlan(Change change, JsonNode subscription, String reason) {
        var item = Subscriptions.item(subscription);
        var invoice = ofSubscription(change, subscription, reason);
        invoice.set("period_start", item.path("current_period_start"));
        invoice.set("period_end", item.path("current_period_start"));
        var price = item.path("price");
        var description = "1 × " + price.path("nickname").asText("plan");
        InvoiceLine.ofItem(change, invoice, description, Prices.cents(price), item);
        long pending = subscription.path(PlanChange.PENDING).asLong();
        if (pending != 0) {
            InvoiceLine.ofItem(change, invoice, "Difference after a change of plan", pending, item);
        }
        return drafted(change, invoice);
    }

    /** For what a metered subscription used from {@code start} to {@code end}. */
    static ObjectNode ofUsage(Change change, JsonNode subscription, String reason, long start, long end) {
        var invoice = ofSubscription(change, subscription, reason);
        invoice.put("period_start", start).put("period_end", end);
        InvoiceLine.usage(change, invoice, Subscriptions.item(subscription), start, end);
        if (subscription.path("status").asText().equals("unpaid")) {
            invoice.put("auto_advance", false);
        }
        Drafts.schedule(change, invoice);
        return drafted(change, invoice);
    }

    /** The first one of a metered subscription: nothing was used yet. */
    static ObjectNode ofNothing(Change change, JsonNode subscription) {
        var item = Subscriptions.item(subscription);
        long now = change.nowSeconds();
        var invoice = ofSubscription(change, subscription, "subscription_create");
        invoice.put("period_start", now).put("period_end", now);
        InvoiceLine.usage(change, invoice, item, now, now);
        return drafted(change, invoice);
    }

    /** By mail for one amount, due some days from now: what an operator writes on the dashboard. */
    public static ObjectNode byMail(Change change, String customer, long cents, Duration due) {
        var known = Customers.named(change, customer);
        var invoice = start(change, known, "manual", "send_invoice");
        invoice.put("due_date", change.nowSeconds() + due.toSeconds()).putNull("parent");
        invoice.put("period_start", change.nowSeconds()).put("period_end", change.nowSeconds());
        InvoiceLine.amount(change, invoice, "As agreed", cents);
        return drafted(change, invoice);
    }

    private static ObjectNode ofSubscription(Change change, JsonNode subscription, String reason) {
        var customer = change.find(Customers.TYPE, subscription.path("customer").asText())
                .orElseThrow();
        var method = subscription.path("collection_method").asText();
        var invoice = start(change, customer, reason, method);
        var parent =
                invoice.putObject("parent").put("type", "subscription_details").putNull("quote_details");
        var details = parent.putObject("subscription_details");
        details.set("metadata", subscription.path("metadata"));
        details.set("subscription", subscription.path("id"));
        if (subscription.path("days_until_due").isNumber()) {
            invoice.set(Drafts.DAYS_UNTIL_DUE, subscription.path("days_until_due"));
        }
        return invoice;
    }

    private static ObjectNode start(Change change, JsonNode customer, String reason, String method) {
        var invoice = Documents.start(change, change.nextId("in_"), Invoices.TYPE);
        invoice.put("account_country", "US")
                .put("account_name", change.account().name());
        for (var empty : List.of(
                "application",
                "automatically_finalizes_at",
                "customer_account",
                "customer_address",
                "customer_phone",
                "default_payment_method",
                "default_source",
                "description",
                "due_date",
                "effective_at",
                "footer",
                "from_invoice",
                "hosted_invoice_url",
                "invoice_pdf",
                "last_finalization_error",
                "latest_revision",
                "next_payment_attempt",
                "number",
                "on_behalf_of",
                "receipt_number",
                "statement_descriptor",
                "test_clock")) {
            invoice.putNull(empty);
        }
        invoice.put("attempt_count", 0).put("attempted", false).put("auto_advance", true);
        invoice.put("billing_reason", reason).put("collection_method", method);
        invoice.put("currency", "usd");
        invoice.set("customer", customer.path("id"));
        invoice.set("customer_email", customer.path("email"));
        invoice.set("customer_name", customer.path("name"));
        invoice.putArray("default_tax_rates");
        invoice.putArray("discounts");
        invoice.putObject("issuer").put("type", "self");
        invoice.putObject("lines").put("object", "list").putArray("data");
        invoice.putObject("metadata");
        invoice.put("starting_balance", 0).put("ending_balance", 0).put("status", "draft");
        var moments = invoice.putObject("status_transitions");
        List.of("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
                .forEach(moments::putNull);
        return invoice;
    }

    private static ObjectNode drafted(Change change, ObjectNode invoice) {
        var lines = (ObjectNode) invoice.path("lines");
        lines.put("has_more", false)
                .put("total_count", lines.path("data").size())
                .put("url", "/v1/invoices/" + invoice.path("id").asText() + "/lines");
        invoice.put("amount_overpaid", 0).put("amount_paid", 0).put("amount_shipping", 0);
        addUp(invoice);
        change.put("invoice.created", invoice);
        return invoice;
    }

    /** Its amounts, from its lines. */
    static void addUp(ObjectNode invoice) {
        long total = 0;
        for (var line : invoice.path("lines").path("data")) {
            total += line.path("amount").asLong();
        }
        long due = Math.max(0, total);
        invoice.put("amount_due", due).put("amount_remaining", due);
        invoice.put("subtotal", total).put("total", total);
    }
}
