package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.AccountRules;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.api.ObjectLookup;
import stripesimulator.customer.Decline;

/**
 * What follows a payment that failed: it is tried again as the account's rules say, as long as there is a card to try. A
 * subscription whose latest final invoice it is for is past due, and what the rules say after the last attempt.
 */
final class Dunning {

    private Dunning() {}

    static void fail(Change change, ObjectNode invoice, Decline decline, boolean cardOnFile) {
        int attempts = invoice.path("attempt_count").asInt() + 1;
        var rules = AccountRules.of(change);
        boolean last = attempts > rules.retries().size();
        invoice.put("attempted", true).put("attempt_count", attempts);
        invoice.put(
                "next_payment_attempt",
                cardOnFile && !last
                        ? (Long) (change.nowSeconds()
                                + rules.retries().get(attempts - 1).toSeconds())
                        : null);
        tell(change, invoice, decline);
        if (Invoices.isLatest(change, invoice)) {
            fallBehind(change, Invoices.subscription(invoice), last ? rules.afterRetries() : "past_due");
        }
    }

    private static void fallBehind(Change change, String subscription, String status) {
        if (status.equals("canceled")) {
            Subscriptions.cancel(change, ObjectLookup.byPath(change, Subscriptions.TYPE, subscription));
        } else {
            Subscriptions.become(change, subscription, status);
        }
    }

    /** A payment that somebody asked for; only the first one counts for when it is tried again. */
    static void failOnRequest(Change change, ObjectNode invoice, Decline decline, boolean cardOnFile) {
        if (flag(invoice, "attempted")) {
            change.emit("invoice.payment_failed", invoice, null);
        } else {
            fail(change, invoice, decline, cardOnFile);
        }
    }

    private static void tell(Change change, ObjectNode invoice, Decline decline) {
        InvoicePayments.stand(
                change, invoice, decline == Decline.UNCONFIRMED ? "requires_action" : "requires_payment_method");
        change.put("invoice.payment_failed", invoice);
        if (decline == Decline.UNCONFIRMED) {
            change.emit("invoice.payment_action_required", invoice, null);
        }
    }

    static boolean isRetryDue(JsonNode invoice, long nowSeconds) {
        var next = invoice.path("next_payment_attempt");
        return Invoices.isOpen(invoice) && next.isNumber() && next.asLong() <= nowSeconds;
    }

    static void retry(Change change, ObjectNode invoice) {
        if (CardPayments.card(change, invoice).isPresent()) {
            Invoices.settle(change, invoice);
        } else {
            Documents.edit(change, Invoices.UPDATED, invoice, after -> after.putNull("next_payment_attempt"));
        }
    }

    /** No final invoice of the customer is collected by itself any more, whatever it is for. */
    static void stop(Change change, String customer) {
        Invoices.open(change, customer)
                .toList()
                .forEach(invoice -> Documents.edit(
                        change,
                        Invoices.UPDATED,
                        invoice,
                        after -> after.put("auto_advance", false).putNull("next_payment_attempt")));
    }

    /** Past its date for the first time since it was told. */
    static boolean isOverdue(JsonNode invoice, long nowSeconds) {
        var due = invoice.path("due_date");
        return Invoices.isOpen(invoice) && due.isNumber() && due.asLong() <= nowSeconds && !invoice.has("_overdue");
    }

    static void markOverdue(Change change, ObjectNode invoice) {
        change.put("invoice.overdue", invoice.put("_overdue", true));
        if (Invoices.isLatest(change, invoice)) {
            Subscriptions.become(change, Invoices.subscription(invoice), "past_due");
        }
    }
}
