package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.AccountRules;
import stripesimulator.account.Change;
import stripesimulator.meter.MeterEvents;

/**
 * The invoices of a metered subscription: one for each period that has ended, which stays a draft for an hour and counts
 * the usage of its period that is reported meanwhile, and none of the next one's.
 */
public final class MeteredInvoices {

    /** Whether it was begun without prorations; only the simulator keeps it on a subscription. */
    static final String WITHOUT_PRORATION = "_without_proration";

    private MeteredInvoices() {}

    /** The draft for a period of its item that has ended; the caller puts the subscription. */
    static void ofPeriod(Change change, ObjectNode subscription, JsonNode ended) {
        long end = number(ended, "current_period_end");
        var fate = fate(change, subscription, end);
        if (fate.equals(AccountRules.UNINVOICED)) {
            return;
        }
        long start = fate.equals(AccountRules.FREE) ? end : number(ended, "current_period_start");
        var invoice = NewInvoice.ofUsage(change, subscription, NewInvoice.CYCLE, start, end);
        subscription.set("latest_invoice", invoice.get("id"));
    }

    /** What becomes of the usage of a period, which is another matter before the subscription's anchor. */
    private static String fate(Change change, JsonNode subscription, long end) {
        if (end > number(subscription, "billing_cycle_anchor")) {
            return AccountRules.BILLED;
        }
        var rule = AccountRules.of(change).usageBeforeAnchor();
        if (!rule.equals(AccountRules.BY_PRORATION)) {
            return rule;
        }
        return flag(subscription, WITHOUT_PRORATION) ? AccountRules.UNINVOICED : AccountRules.BILLED;
    }

    /** Bills what was used up to now at once, as the subscription ends before its period; the caller puts it. */
    static void last(Change change, ObjectNode subscription) {
        long start = number(Subscriptions.item(subscription), "current_period_start");
        var invoice = NewInvoice.ofUsage(change, subscription, "subscription_update", start, change.nowSeconds());
        subscription.set("latest_invoice", invoice.get("id"));
        change.put(subscription);
        Invoices.collect(change, Drafts.finalize(change, invoice));
    }

    /** Counts the drafts anew that a meter event belongs to. */
    public static void follow(Change change, JsonNode event) {
        change.of(Invoices.TYPE, text(event, MeterEvents.CUSTOMER))
                .filter(Drafts::isDraft)
                .map(ObjectNode::deepCopy)
                .toList()
                .forEach(draft -> follow(change, draft, event));
    }

    private static void follow(Change change, ObjectNode draft, JsonNode event) {
        long at = number(event, "timestamp");
        for (var line : draft.path("lines").path("data")) {
            var period = line.path("period");
            if (line.path(InvoiceLine.METER).equals(event.path(MeterEvents.METER))
                    && at >= number(period, "start")
                    && at < number(period, "end")) {
                InvoiceLine.count(change, draft, (ObjectNode) line);
                NewInvoice.addUp(change, draft);
                change.put(draft);
            }
        }
    }
}
