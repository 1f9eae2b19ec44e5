package stripesimulator.billing;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Shape;

/** {@code /v1/invoice_payments}: the payment of an invoice, from its first attempt on, and the payment intent behind it. */
public final class InvoicePayments {

    private static final String TYPE = "invoice_payment";
    private static final String INTENTS = "payment_intent";
    private static final Template PAYMENT = Template.of("invoice_payment");
    private static final Template INTENT = Template.of("payment_intent");

    private InvoicePayments() {}

    public static List<ApiRoute> routes() {
        var statuses = new Shape.OneOf(List.of("canceled", "open", "paid"));
        var filters = Map.of("created", Shape.MOMENTS, "invoice", TEXT, "status", statuses);
        return List.of(
                ApiRoute.list("/v1/invoice_payments", TYPE, filters, "invoice", "status"),
                ApiRoute.show("/v1/payment_intents/{}", INTENTS));
    }

    /** A payment is on its way that takes days, as a bank's; it is settled by whatever pays the invoice, or fails it. */
    public static ObjectNode process(Change change, String invoiceId) {
        var invoice = ObjectLookup.byPath(change, Invoices.TYPE, invoiceId);
        if (!Invoices.isOpen(invoice)) {
            throw ApiError.state("Invoice is " + text(invoice, "status") + ", so nothing can be paid.");
        }
        var pending = invoice.deepCopy().put("attempted", true).putNull("next_payment_attempt");
        stand(change, pending, "processing");
        return change.put(Invoices.UPDATED, pending);
    }

    /** How the payment of an invoice stands, in the word of its intent. */
    static void stand(Change change, JsonNode invoice, String status) {
        var own = text(invoice, "id").replaceFirst("^in_", "");
        var intent = change.find(INTENTS, "pi_" + own).orElseGet(() -> intent(change, invoice, own));
        var payment = change.find(TYPE, "inpay_" + own).orElseGet(() -> payment(change, invoice, own));
        change.put(intent.deepCopy().put("status", status));
        change.put(
                switch (status) {
                    case "succeeded" -> paid(change, payment.deepCopy(), invoice);
                    case "canceled" -> ended(change, payment.deepCopy(), "canceled");
                    default -> payment;
                });
    }

    private static ObjectNode paid(Change change, ObjectNode payment, JsonNode invoice) {
        return ended(change, payment, "paid").put("amount_paid", number(invoice, "amount_paid"));
    }

    private static ObjectNode ended(Change change, ObjectNode payment, String status) {
        payment.put("status", status);
        payment.withObject("/status_transitions").put(status + "_at", change.nowSeconds());
        return payment;
    }

    private static ObjectNode intent(Change change, JsonNode invoice, String own) {
        return INTENT.start(
                change,
                "pi_" + own,
                Map.of(
                        "amount", invoice.path("amount_due"),
                        "currency", invoice.path("currency"),
                        "customer", invoice.path("customer"),
                        "status", "requires_payment_method"));
    }

    private static ObjectNode payment(Change change, JsonNode invoice, String own) {
        return PAYMENT.start(
                change,
                "inpay_" + own,
                Map.of(
                        "amount", invoice.path("amount_due"),
                        "currency", invoice.path("currency"),
                        "intent", "pi_" + own,
                        "invoice", invoice.path("id")));
    }
}
