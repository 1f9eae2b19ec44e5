package omni.billing;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The provider's events by type (contract 12). Every other type is ignored. */
public final class EventTypes {

    /** A draft was made or became final: usage is looked at, and no fact changes. */
    public static final Set<String> DRAFTS = Set.of("invoice.created", "invoice.finalized");

    /** The customer is to be read afresh. */
    private static final Set<String> FACTS = Set.of(
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

    /** All that concern one customer; the provider lists at most 20 types at once. */
    public static final Set<String> HANDLED =
            Stream.concat(FACTS.stream(), DRAFTS.stream()).collect(Collectors.toUnmodifiableSet());

    /** Usage that the provider took and could not count afterwards; thin events, which concern a meter and no customer. */
    public static final Set<String> METER_ERRORS =
            Set.of("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found");

    private EventTypes() {}

    /** Whether it is about an invoice, of usage perhaps. */
    public static boolean isOfInvoice(String type) {
        return type.startsWith("invoice.");
    }
}
