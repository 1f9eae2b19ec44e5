package omni.billing;

/**
 * An invoice of a {@link MeteringSubscription}, as far as usage goes. The one that a subscription begins with is none: it
 * bills nothing.
 *
 * @param customerId whose it is
 * @param period whose usage it bills: the month that its usage line covers
 * @param closing whether it bills up to the end of the period; false for the last one of a subscription that was ended
 *     before, after which usage of the same month may still be invoiced by another
 * @param usageAmount what its usage line says, in micro-dollars; of a draft it may still grow
 * @param onHold whether a draft waits for {@link UsageBilling#release}; false once it is no draft
 */
public record UsageInvoice(
        String id,
        String customerId,
        InvoicePeriod period,
        boolean closing,
        Status status,
        Money usageAmount,
        boolean onHold) {

    /** Where it stands. */
    public enum Status {
        /** It can still change. */
        DRAFT,
        /** It is final, whatever becomes of it: to be paid, paid, void or written off. What it bills is billed. */
        FINAL
    }
}
