package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.customer.Decline;

/**
 * What follows a payment that failed: it is tried again 3, 5 and 7 days later each, as long as there is a card to try. A
 * subscription whose latest final invoice it is for is past due, and unpaid after the last attempt.
 */
final class Dunning {

    private static final List<Duration> PAUSES = List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));

    private Dunning() {}

    static void fail(Change change, ObjectNode invoice, Decline decline, boolean cardOnFile) {
        int attempts = invoice.path("attempt_count").asInt() + 1;
        boolean last = attempts > PAUSES.size();
        invoice.put("attempted", true).put("attempt_count", attempts);
        invoice.put(
                "next_payment_attempt",
                cardOnFile && !last
                        ? (Long) (change.nowSeconds() + PAUSES.get(attempts - 1).toSeconds())
                        : null);
        tell(change, invoice, decline);
        if (Invoices.isLatest(change, invoice)) {
            Subscriptions.become(change, Invoices.subscription(invoice), last ? "unpaid" : "past_due");
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
