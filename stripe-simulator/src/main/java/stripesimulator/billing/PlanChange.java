package stripesimulator.billing;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.Change;
import stripesimulator.api.ApiError;
import stripesimulator.catalog.Prices;

/**
 * A subscription taking another price. Within the same interval the period goes on, and the difference for its rest waits
 * for the next invoice or, where {@code always_invoice} asks for it, has one of its own; with another interval a new period
 * begins and is invoiced at once, less what was not used.
 */
public final class PlanChange {

    /** Cents that the next invoice adds, or takes off; only the simulator knows them. */
    static final String PENDING = "_pending_cents";

    private PlanChange() {}

    /** Changes the document, which the caller puts back; an invoice that falls due is raised here, and the caller collects it. */
    public static void to(Change change, ObjectNode subscription, ObjectNode price, String proration) {
        var item = Subscriptions.item(subscription);
        var old = item.path("price").deepCopy();
        if (old.path("id").equals(price.path("id"))) {
            return;
        }
        if (!price.path("recurring").isObject()) {
            throw ApiError.invalid("items[0][price]", "The price specified is not recurring.");
        }
        item.set("price", price);
        boolean sameInterval = interval(old).equals(interval(price));
        if (!proration.equals("none")) {
            long unused = rest(change, item, Prices.cents(old));
            long used = sameInterval ? rest(change, item, Prices.cents(price)) : 0;
            subscription.put(PENDING, number(subscription, PENDING) + used - unused);
        }
        if (!sameInterval) {
            long now = change.nowSeconds();
            subscription.put("billing_cycle_anchor", now);
            item.put("current_period_start", now).put("current_period_end", Periods.next(now, price, now));
            Invoices.raise(change, subscription, "subscription_update");
        } else if (proration.equals("always_invoice")) {
            Invoices.raisePending(change, subscription);
        }
    }

    private static String interval(JsonNode price) {
        return text(price.path("recurring"), "interval");
    }

    /** The share of an amount for what is left of the period, to the nearest cent. */
    private static long rest(Change change, JsonNode item, long cents) {
        long start = number(item, "current_period_start");
        long end = number(item, "current_period_end");
        return Math.round((double) cents * (end - change.nowSeconds()) / (end - start));
    }
}
