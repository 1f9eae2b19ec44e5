package omni.invoicing;

import java.time.Instant;
import java.util.List;
import omni.billing.InvoicePeriod;

/** The port to what was seen to disagree: since when, for as long as it does. */
public interface OpenDiscrepancies {

    /** One that was seen; two of one organization are two by month, kind or {@code which}. */
    record Known(String orgId, InvoicePeriod period, Discrepancy.Kind kind, String which, Instant since) {

        public boolean is(Discrepancy seen) {
            return period.equals(seen.period()) && kind == seen.kind() && which.equals(seen.which());
        }
    }

    /** All of them, strongly consistent. */
    List<Known> all();

    /** Stores one, unless it is there: the earliest moment stays. */
    void keep(Known seen);

    /** Forgets one that agrees again. */
    void forget(Known agreed);
}
