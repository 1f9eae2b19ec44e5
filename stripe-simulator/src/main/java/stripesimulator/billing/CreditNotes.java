package stripesimulator.billing;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Shape;

/**
 * {@code /v1/credit_notes}: what an operator takes off a final invoice. An open one has less to pay; of a paid one the amount
 * goes to the customer's balance.
 */
public final class CreditNotes {

    static final String TYPE = "credit_note";

    private static final Template CREDIT_NOTE = Template.of("credit_note");

    private CreditNotes() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of("customer", TEXT, "invoice", TEXT, "created", Shape.MOMENTS);
        return List.of(
                ApiRoute.list("/v1/credit_notes", TYPE, filters, "customer", "invoice"),
                ApiRoute.show("/v1/credit_notes/{}", TYPE));
    }

    public static ObjectNode issue(Change change, String id, long cents) {
        var invoice = ObjectLookup.byPath(change, Invoices.TYPE, id);
        boolean open = Invoices.isOpen(invoice);
        var field = open ? "pre_payment_credit_notes_amount" : "post_payment_credit_notes_amount";
        long most =
                open ? number(invoice, "amount_remaining") : number(invoice, "amount_paid") - number(invoice, field);
        if (!(open || is(invoice, "status", "paid")) || cents <= 0 || cents > most) {
            throw ApiError.state(
                    "Of this " + text(invoice, "status") + " invoice " + most + " can be credited, not " + cents + ".");
        }
        var note = note(change, invoice, cents, open);
        change.put("credit_note.created", note);
        invoice.put(field, number(invoice, field) + cents);
        if (open) {
            long due = number(invoice, "amount_due") - cents;
            invoice.put("amount_due", due).put("amount_remaining", due);
        } else {
            CustomerBalance.add(change, invoice, -cents);
        }
        change.put(Invoices.UPDATED, invoice);
        if (open && number(invoice, "amount_due") == 0) {
            Invoices.markPaid(change, invoice);
        }
        return note;
    }

    private static ObjectNode note(Change change, ObjectNode invoice, long cents, boolean open) {
        var id = change.nextId("cn_");
        return CREDIT_NOTE.start(
                change,
                id,
                Map.of(
                        "amount",
                        cents,
                        "currency",
                        invoice.path("currency"),
                        "customer",
                        invoice.path("customer"),
                        "invoice",
                        invoice.path("id"),
                        "number",
                        text(invoice, "number") + "-CN-" + id.substring(id.length() - 4),
                        "post",
                        open ? 0 : cents,
                        "pre",
                        open ? cents : 0,
                        "type",
                        open ? "pre_payment" : "post_payment"));
    }
}
