package omni.lambda;

import java.time.Instant;
import omni.access.Ids;
import omni.billing.InvoicePeriod;
import omni.billing.StripeEvents;
import omni.invoicing.MeteringKeeper;
import omni.log.Alarms;

/** What the keeping of a metering subscription has to tell a person, as lines of the log. */
record KeeperAlarm(Foundation foundation, StripeEvents events) implements MeteringKeeper.Alarm {

    @Override
    public void twice(String orgId, String keptId, String endedId) {
        foundation.line(Alarms.METERED_TWICE
                .line()
                .with("orgId", orgId)
                .with("kept", keptId)
                .with("ended", endedId));
    }

    /** Once a month for each customer, however often it is read: the record of events remembers it. */
    @Override
    public void taxLocationMissing(String orgId, String customerId, Instant now) {
        var mark = "tax_location:"
                + Ids.ofWords("tax", customerId, InvoicePeriod.at(now).text());
        if (events.receive(mark, "tax_location_missing", now) == StripeEvents.Known.NEW) {
            foundation.line(
                    Alarms.TAX_LOCATION_MISSING.line().with("orgId", orgId).with("customerId", customerId));
        }
    }

    @Override
    public void taxRefused(String orgId, String subscriptionId, String detail) {
        foundation.line(Alarms.TAX_REFUSED
                .line()
                .with("orgId", orgId)
                .with("subscriptionId", subscriptionId)
                .with("detail", detail));
    }
}
