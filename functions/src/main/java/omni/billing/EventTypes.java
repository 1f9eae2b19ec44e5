package omni.billing;

import java.util.Set;

/** The provider's events by type (contract 12): those that say that something is to be read afresh. */
public final class EventTypes {

    /** All that are handled; the provider lists at most 20 types at once. */
    public static final Set<String> HANDLED = Set.of(
            "checkout.session.completed",
            "setup_intent.succeeded",
            "payment_method.attached",
            "payment_method.detached",
            "customer.updated",
            "customer.deleted",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.overdue",
            "invoice.voided",
            "invoice.marked_uncollectible",
            "charge.dispute.closed");

    private EventTypes() {}
}
