package stripesimulator.billing;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.customer.Customers;

/**
 * What a customer owes beside its invoices, in cents; below nothing it has a credit. Each invoice takes all of it over as it
 * becomes final, and leaves there what cannot be charged: a credit, or less than {@link #LEAST_CHARGE}.
 */
public final class CustomerBalance {

    /** Stripe charges no less in US dollars. */
    private static final long LEAST_CHARGE = 50;

    private CustomerBalance() {}

    /** What is due of an amount and the balance. */
    static long due(long total, long balance) {
        long owed = total + balance;
        return owed < LEAST_CHARGE ? 0 : owed;
    }

    /** Takes it over into an invoice that becomes final. */
    static void settle(Change change, ObjectNode invoice) {
        long before = number(customer(change, invoice), "balance");
        invoice.put("starting_balance", before);
        NewInvoice.addUp(change, invoice);
        long after = number(invoice, "total") + before - number(invoice, "amount_due");
        invoice.put("ending_balance", after);
        add(change, invoice, after - before);
    }

    /** Gives back what an invoice took over, as it is void. */
    static void giveBack(Change change, JsonNode invoice) {
        add(change, invoice, number(invoice, "starting_balance") - number(invoice, "ending_balance"));
    }

    static void add(Change change, JsonNode invoice, long cents) {
        if (cents == 0) {
            return;
        }
        var customer = customer(change, invoice);
        Documents.edit(
                change,
                Customers.UPDATED,
                customer,
                after -> after.put("balance", number(customer, "balance") + cents));
    }

    private static ObjectNode customer(Change change, JsonNode invoice) {
        return change.find(Customers.TYPE, text(invoice, "customer")).orElseThrow();
    }
}
