package omni.invoicing;

import omni.billing.CloseProgress;
import omni.billing.InvoicePeriod;
import omni.billing.PaymentOutcome;

/** How far a push of an organization's usage came: what is furthest from its end, first. */
public sealed interface PushOutcome {

    /** The provider or the store refused or did not answer, or others kept writing; the next run carries on. */
    record Failed(String detail) implements PushOutcome {

        static Failed of(String what, PaymentOutcome<?> outcome) {
            return new Failed("could not " + what + ": " + outcome.failure());
        }
    }

    /** A month's amounts do not agree, and not because something is on its way: its invoice stays a draft. */
    record Drifting(InvoicePeriod period, CloseProgress.Drift drift) implements PushOutcome {}

    /** All is done that can be done now; the rest needs time. */
    record Waiting(InvoicePeriod period, String why) implements PushOutcome {}

    /** Nobody is invoiced: what there is stays in the book of the present month. */
    record NoMetering() implements PushOutcome {}

    /** The provider has all there is, and no month waits. */
    record UpToDate() implements PushOutcome {}

    /** The one of both that is further from its end. */
    default PushOutcome or(PushOutcome other) {
        return other.rank() < rank() ? other : this;
    }

    private int rank() {
        return switch (this) {
            case Failed _ -> 0;
            case Drifting _ -> 1;
            case Waiting _ -> 2;
            case NoMetering _ -> 3;
            case UpToDate _ -> 4;
        };
    }
}
