package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.FLAG;
import static stripesimulator.api.Shape.METADATA;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import stripesimulator.account.AccountRules;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.EventLog;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;
import stripesimulator.customer.Customers;
import stripesimulator.tax.TaxLocation;

/**
 * Invoices that are not final yet. One whose {@code auto_advance} is on becomes final an hour after it was drafted, or
 * after it was let go again; then it is paid or sent ({@link Invoices#collect}).
 */
public final class Drafts {

    /** From finalization on; only the simulator keeps it on an invoice. */
    static final String DAYS_UNTIL_DUE = "_days_until_due";

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration UNTOLD_AT_MOST = Duration.ofDays(3);
    private static final Parameters UPDATE = Parameters.of(Map.of(
            "auto_advance",
            FLAG,
            "automatic_tax",
            Subscriptions.TAX,
            "description",
            new Shape.Text(1500),
            "metadata",
            METADATA));

    private Drafts() {}

    public static List<ApiRoute> routes() {
        var one = "/v1/invoices/{}";
        var finalize = Parameters.of(Map.of("auto_advance", FLAG));
        return List.of(
                ApiRoute.post(one, UPDATE, Drafts::update),
                ApiRoute.delete(one, Parameters.none(), Drafts::delete),
                ApiRoute.post(one + "/finalize", finalize, Drafts::finalize));
    }

    static boolean isDraft(JsonNode invoice) {
        return is(invoice, "status", "draft");
    }

    /** Sets when it becomes final by itself, if it does. */
    static void schedule(Change change, ObjectNode invoice) {
        boolean advances = flag(invoice, "auto_advance");
        invoice.put("automatically_finalizes_at", advances ? (Long) (change.nowSeconds() + LIFE.toSeconds()) : null);
    }

    /** Whether its hour is over; one whose customer was deleted stays a draft. */
    static boolean isDue(Change change, JsonNode invoice) {
        var at = invoice.path("automatically_finalizes_at");
        return isDraft(invoice)
                && at.isNumber()
                && at.asLong() <= change.nowSeconds()
                && Customers.isLiving(change, text(invoice, "customer"))
                && (!AccountRules.of(change).draftsAwaitWebhook() || isTold(change, invoice));
    }

    /** Whether its webhook was accepted an hour ago; after three days nobody waits for it any more. */
    private static boolean isTold(Change change, JsonNode invoice) {
        long now = change.nowSeconds();
        return number(invoice, "created") + UNTOLD_AT_MOST.toSeconds() <= now
                || change.all(EventLog.TYPE)
                        .filter(event -> is(event, "type", "invoice.created")
                                && event.path("data").path("object").path("id").equals(invoice.path("id")))
                        .anyMatch(event -> EventLog.isDelivered(event)
                                && number(event, EventLog.ACCEPTED_AT) + LIFE.toSeconds() <= now);
    }

    /** Makes it final, numbered and open. */
    public static ObjectNode finalize(Change change, ObjectNode invoice) {
        long now = change.nowSeconds();
        if (InvoiceTax.isWithoutPlace(change, invoice)) {
            InvoiceTax.switchOff(change, invoice);
        }
        invoice.putNull("last_finalization_error");
        invoice.put("number", nextNumber(change, invoice)).put("status", "open").put("effective_at", now);
        invoice.putNull("automatically_finalizes_at");
        invoice.withObject("/status_transitions").put("finalized_at", now);
        if (is(invoice, "collection_method", "send_invoice") && invoice.has(DAYS_UNTIL_DUE)) {
            var days = Duration.ofDays(number(invoice, DAYS_UNTIL_DUE));
            invoice.put("due_date", now + days.toSeconds());
        }
        InvoiceLine.countAll(change, invoice);
        CustomerBalance.settle(change, invoice);
        return change.put("invoice.finalized", invoice);
    }

    private static String nextNumber(Change change, JsonNode invoice) {
        var customer = change.find(Customers.TYPE, text(invoice, "customer")).orElseThrow();
        int number = customer.path("next_invoice_sequence").asInt(1);
        change.put(customer.put("next_invoice_sequence", number + 1));
        return text(customer, "invoice_prefix") + "-" + "%04d".formatted(number);
    }

    private static ObjectNode update(ApiCall call) {
        var change = call.change();
        var before = call.object(Invoices.TYPE);
        if (!isDraft(before) && call.params().has("description")) {
            throw ApiError.state("Finalized invoices can't be updated in this way");
        }
        if (!isDraft(before) && call.params().has("automatic_tax")) {
            throw ApiError.state("Finalized invoices can't be updated in this way");
        }
        var after = before.deepCopy();
        var given = call.params().deepCopy();
        var tax = given.remove("automatic_tax");
        Documents.apply(after, given);
        if (tax != null) {
            InvoiceTax.set(after, flag(tax, "enabled"));
            NewInvoice.addUp(change, after);
        }
        if (!after.path("auto_advance").equals(before.path("auto_advance"))) {
            advance(change, after);
        }
        return Documents.replace(change, Invoices.UPDATED, before, after);
    }

    /** Lets it go on by itself from here, or holds it. */
    private static void advance(Change change, ObjectNode invoice) {
        if (isDraft(invoice)) {
            schedule(change, invoice);
        } else if (Invoices.isOpen(invoice) && Invoices.isCharged(invoice)) {
            boolean advances = flag(invoice, "auto_advance");
            invoice.put("next_payment_attempt", advances ? (Long) (change.nowSeconds() + LIFE.toSeconds()) : null);
        }
    }

    private static ObjectNode finalize(ApiCall call) {
        var change = call.change();
        var invoice = call.object(Invoices.TYPE);
        if (!isDraft(invoice)) {
            throw ApiError.state("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
        }
        if (!Customers.isLiving(change, text(invoice, "customer"))) {
            throw ApiError.state("This invoice can't be finalized, because its customer was deleted.");
        }
        if (InvoiceTax.isWithoutPlace(change, invoice)) {
            throw TaxLocation.unknown().leaving(after -> InvoiceTax.fail(after, call.id()));
        }
        Documents.apply(invoice, call.params());
        return Invoices.collect(change, finalize(change, invoice));
    }

    /** Stripe deletes one-off drafts only; all drafts here are a subscription's. */
    private static ObjectNode delete(ApiCall call) {
        var invoice = call.object(Invoices.TYPE);
        throw ApiError.state(
                isDraft(invoice)
                        ? "You can't delete an invoice of a subscription; finalize it and void it."
                        : "You can only delete draft invoices; void this one.");
    }
}
