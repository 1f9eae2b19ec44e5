package stripesimulator.billing;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import stripesimulator.account.Change;
import stripesimulator.customer.Customers;
import stripesimulator.customer.Decline;
import stripesimulator.customer.PaymentMethods;

/** An invoice being paid by card: each answer of the bank is a {@link Charges charge}. */
final class CardPayments {

    private CardPayments() {}

    /** Asks the bank for what is due; empty if it paid. Without a card there is nobody to ask, and it fails as well. */
    static Optional<Decline> take(Change change, ObjectNode invoice, Optional<ObjectNode> card) {
        if (card.isEmpty()) {
            return Optional.of(Decline.GENERIC);
        }
        var decline = Decline.ofPayment(
                change,
                text(invoice, "customer"),
                text(card.get().path("card"), "fingerprint"),
                isPaidOnThePage(invoice));
        Charges.make(change, invoice, card.get(), decline);
        return decline;
    }

    /** The first invoice of a plan: its cardholder has just confirmed the payment on the hosted page. */
    private static boolean isPaidOnThePage(JsonNode invoice) {
        return is(invoice, "billing_reason", "subscription_create");
    }

    /** The card that an invoice is paid with: its subscription's, else its customer's. */
    static Optional<ObjectNode> card(Change change, JsonNode invoice) {
        var customer = text(invoice, "customer");
        var mine = change.find(Subscriptions.TYPE, Invoices.subscription(invoice))
                .map(found -> text(found, "default_payment_method"));
        return mine.flatMap(id -> PaymentMethods.attachedTo(change, customer, id))
                .or(() -> change.find(Customers.TYPE, customer)
                        .map(found -> text(found.path("invoice_settings"), "default_payment_method"))
                        .flatMap(id -> PaymentMethods.attachedTo(change, customer, id)));
    }
}
