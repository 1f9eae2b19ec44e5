package stripesimulator.billing;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.catalog.Prices;
import stripesimulator.customer.Customers;

/** How an invoice begins: as a draft with its lines, told of by {@code invoice.created}. */
public final class NewInvoice {

    private static final Template INVOICE = Template.of("invoice");
    private static final Template OF_SUBSCRIPTION = Template.of("invoice_of_subscription");

    /** Why an invoice is raised that time alone has brought. */
    static final String CYCLE = "subscription_cycle";

    private NewInvoice() {}

    /** For a plan's present period and what waits to be added; it may come to less than nothing. */
    static ObjectNode ofPlan(Change change, JsonNode subscription, String reason) {
        var item = Subscriptions.item(subscription);
        long start = number(item, "current_period_start");
        var invoice = ofSubscription(change, subscription, reason, start, start);
        var price = item.path("price");
        var description = "1 × " + price.path("nickname").asText("plan");
        InvoiceLine.ofItem(change, invoice, description, Prices.cents(price), item);
        addPending(change, invoice, subscription);
        if (reason.equals(CYCLE)) {
            schedule(change, subscription, invoice);
        }
        return draft(change, invoice);
    }

    /** For what a metered subscription used from {@code start} to {@code end}. */
    static ObjectNode ofUsage(Change change, JsonNode subscription, String reason, long start, long end) {
        var invoice = ofSubscription(change, subscription, reason, start, end);
        InvoiceLine.usage(change, invoice, Subscriptions.item(subscription), start, end);
        schedule(change, subscription, invoice);
        return draft(change, invoice);
    }

    /** It stays a draft for a while; where the subscription is unpaid or paused, until somebody lets it go. */
    private static void schedule(Change change, JsonNode subscription, ObjectNode invoice) {
        if (is(subscription, "status", "unpaid")
                || PausedCollection.behavior(subscription).equals("keep_as_draft")) {
            invoice.put("auto_advance", false);
        }
        Drafts.schedule(change, invoice);
    }

    /** For what waits from changes of plan alone. */
    static ObjectNode ofPending(Change change, JsonNode subscription, String reason) {
        long start = number(Subscriptions.item(subscription), "current_period_start");
        var invoice = ofSubscription(change, subscription, reason, start, start);
        addPending(change, invoice, subscription);
        if (reason.equals(CYCLE)) {
            schedule(change, subscription, invoice);
        }
        return draft(change, invoice);
    }

    private static void addPending(Change change, ObjectNode invoice, JsonNode subscription) {
        long pending = number(subscription, PlanChange.PENDING);
        if (pending != 0) {
            var item = Subscriptions.item(subscription);
            InvoiceLine.ofItem(change, invoice, "Difference after a change of plan", pending, item);
        }
    }

    /** By mail for one amount, due some days from now: what an operator writes on the dashboard. */
    public static ObjectNode byMail(Change change, String customer, long cents, Duration due) {
        long now = change.nowSeconds();
        var terms = Map.of(
                "reason", "manual", "method", "send_invoice", "parent", Optional.empty(), "start", now, "end", now);
        var invoice = start(change, Customers.byParameter(change, customer), terms);
        invoice.put("due_date", now + due.toSeconds());
        InvoiceLine.amount(change, invoice, "As agreed", cents);
        return draft(change, invoice);
    }

    private static ObjectNode ofSubscription(
            Change change, JsonNode subscription, String reason, long start, long end) {
        var customer =
                change.find(Customers.TYPE, text(subscription, "customer")).orElseThrow();
        var parent = OF_SUBSCRIPTION.fill(
                Map.of("metadata", subscription.path("metadata"), "subscription", subscription.path("id")));
        var method = subscription.path("collection_method");
        var invoice = start(
                change,
                customer,
                Map.of("reason", reason, "method", method, "parent", parent, "start", start, "end", end));
        InvoiceTax.begin(invoice, subscription);
        if (subscription.path("days_until_due").isNumber()) {
            invoice.set(Drafts.DAYS_UNTIL_DUE, subscription.path("days_until_due"));
        }
        return invoice;
    }

    private static ObjectNode start(Change change, JsonNode customer, Map<String, ?> terms) {
        var values = new HashMap<String, Object>(terms);
        values.put("account", change.account().name());
        values.put("balance", customer.path("balance"));
        values.put("customer", customer.path("id"));
        values.put("email", customer.path("email"));
        values.put("name", customer.path("name"));
        return INVOICE.start(change, change.nextId("in_"), values);
    }

    private static ObjectNode draft(Change change, ObjectNode invoice) {
        addUp(change, invoice);
        return change.put("invoice.created", invoice);
    }

    /** Its amounts, from its lines, their tax, and the balance that it begins with. */
    static void addUp(Change change, ObjectNode invoice) {
        long subtotal = InvoiceTax.subtotal(invoice);
        long total = subtotal + InvoiceTax.apply(change, invoice);
        long due = CustomerBalance.due(total, number(invoice, "starting_balance"));
        invoice.put("amount_due", due).put("amount_remaining", due);
        invoice.put("subtotal", subtotal).put("total", total);
    }
}
