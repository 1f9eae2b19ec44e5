package omni.meter;

import omni.account.Funding;
import omni.billing.BillingPosition;
import omni.billing.Money;

/** What the meter says about one call. */
public sealed interface Verdict {

    /**
     * The call may run.
     *
     * @param funding who pays; none for a test key
     * @param price what is accrued: zero unless paid
     * @param aiUnits what it takes from the AI quota
     * @param position whose prices and limits apply
     */
    record Admitted(Funding funding, Money price, int aiUnits, BillingPosition position) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
}
