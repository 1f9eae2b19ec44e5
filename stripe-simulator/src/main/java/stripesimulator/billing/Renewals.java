package stripesimulator.billing;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.api.ObjectLookup;
import stripesimulator.catalog.Prices;

/** What time alone does to subscriptions and invoices: periods that end, payments that are tried again, dates that pass. */
public final class Renewals {

    private Renewals() {}

    public static void catchUp(Change change) {
        each(change, Invoices.TYPE, invoice -> Drafts.isDue(change, invoice))
                .forEach(invoice -> Invoices.collect(change, Drafts.finalize(change, invoice)));
        each(change, Invoices.TYPE, invoice -> Dunning.isRetryDue(invoice, change.nowSeconds()))
                .forEach(invoice -> Dunning.retry(change, invoice));
        each(change, Invoices.TYPE, invoice -> Dunning.isOverdue(invoice, change.nowSeconds()))
                .forEach(invoice -> Dunning.markOverdue(change, invoice));
        each(change, Subscriptions.TYPE, subscription -> isOver(change, subscription))
                .forEach(subscription -> turn(change, subscription));
    }

    private static List<ObjectNode> each(Change change, String type, Predicate<JsonNode> due) {
        return change.all(type).filter(due).map(ObjectNode::deepCopy).toList().reversed();
    }

    private static boolean isOver(Change change, JsonNode subscription) {
        return !Subscriptions.isEnded(subscription)
                && number(Subscriptions.item(subscription), "current_period_end") <= change.nowSeconds();
    }

    /**
     * Ends it if that was asked for, else begins the periods that have come. A plan is invoiced for the period that begins,
     * usage for the one that has ended.
     */
    private static void turn(Change change, ObjectNode due) {
        var subscription = due;
        while (isOver(change, subscription)) {
            var ended = Subscriptions.item(subscription).deepCopy();
            boolean metered = Prices.isMetered(ended.path("price"));
            if (Subscriptions.isEnding(subscription)) {
                if (metered) {
                    MeteredInvoices.ofPeriod(change, subscription, ended);
                } else {
                    Invoices.ofPending(change, subscription);
                }
                Subscriptions.cancel(change, subscription);
                return;
            }
            beginPeriod(change, subscription);
            var before = subscription.deepCopy();
            if (metered) {
                MeteredInvoices.ofPeriod(change, subscription, ended);
            } else {
                Invoices.ofPeriod(change, subscription);
            }
            Documents.replace(change, Subscriptions.UPDATED, before, subscription);
            subscription = ObjectLookup.byPath(change, Subscriptions.TYPE, text(subscription, "id"));
        }
    }

    private static void beginPeriod(Change change, ObjectNode subscription) {
        var before = subscription.deepCopy();
        var item = Subscriptions.item(subscription);
        long start = number(item, "current_period_end");
        long anchor = number(subscription, "billing_cycle_anchor");
        item.put("current_period_start", start)
                .put("current_period_end", Periods.next(anchor, item.path("price"), start));
        Documents.replace(change, Subscriptions.UPDATED, before, subscription);
    }
}
