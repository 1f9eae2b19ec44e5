package omni.billing;

import static omni.billing.EventTypes.Purpose.DRAFT;
import static omni.billing.EventTypes.Purpose.FACTS;
import static omni.billing.EventTypes.Purpose.METER_ERROR;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The provider's events to which the product subscribes, by type, each with why (contract 12). Every other type is ignored. The
 * destinations that {@code stripe-sync} makes, the simulator of a local world and docs/stripe.md have their types from here.
 */
public final class EventTypes {

    /** What an event leads to. */
    public enum Purpose {
        /** The customer is read afresh. */
        FACTS,
        /** A draft was made or became final: usage is looked at, and no fact changes. */
        DRAFT,
        /** Usage that the provider took and could not count afterwards; a thin event, which concerns a meter and no customer. */
        METER_ERROR
    }

    /**
     * One type.
     *
     * @param why it is asked for, in a few words for who sets the provider up
     */
    public record Subscribed(String type, Purpose purpose, String why) {

        /** Whether it comes as a thin event, which has a destination of its own. */
        public boolean isThin() {
            return purpose == METER_ERROR;
        }
    }

    /** An invoice could not become final. */
    public static final String FINALIZATION_FAILED = "invoice.finalization_failed";

    /** All of them; those of one thing stand together. */
    public static final List<Subscribed> SUBSCRIBED = List.of(
            of("checkout.session.completed", FACTS, "a card was entered or a plan bought"),
            of("setup_intent.succeeded", FACTS, "a card was entered"),
            of("payment_method.attached", FACTS, "the customer has one card more"),
            of("payment_method.detached", FACTS, "the customer has one card less"),
            of("customer.updated", FACTS, "another card is the default"),
            of("customer.deleted", FACTS, "card and plan are gone"),
            of("customer.subscription.created", FACTS, "a plan begins"),
            of("customer.subscription.updated", FACTS, "a plan, its period or its status changes, or it will end"),
            of("customer.subscription.deleted", FACTS, "a plan has ended, or the subscription of usage"),
            of("customer.subscription.paused", FACTS, "a plan gives nothing for now"),
            of("customer.subscription.resumed", FACTS, "a paused plan goes on"),
            of("invoice.created", DRAFT, "the draft of a month's usage is held until the usage is complete"),
            of("invoice.finalized", DRAFT, "a month's usage is closed"),
            of(FINALIZATION_FAILED, FACTS, "an invoice stays a draft, as nobody knows where its customer is"),
            of("invoice.paid", FACTS, "a debt is gone"),
            of("invoice.payment_failed", FACTS, "the days of grace begin"),
            of("invoice.overdue", FACTS, "an invoice by mail was not paid in time"),
            of("invoice.voided", FACTS, "an operator lets a debt go"),
            of(
                    "invoice.marked_uncollectible",
                    FACTS,
                    "an operator expects no payment; the debt stays until it is paid or voided"),
            of("charge.dispute.closed", FACTS, "a lost dispute restricts the organization"),
            of("v1.billing.meter.error_report_triggered", METER_ERROR, "usage was taken and not counted"),
            of("v1.billing.meter.no_meter_found", METER_ERROR, "usage was taken for a meter that is not there"));

    /** A draft was made or became final: usage is looked at, and no fact changes. */
    public static final Set<String> DRAFTS = types(EnumSet.of(DRAFT));

    /** All that concern one customer; the provider lists at most 20 types at once. */
    public static final Set<String> HANDLED = types(EnumSet.of(FACTS, DRAFT));

    /** Usage that the provider took and could not count afterwards; thin events, which concern a meter and no customer. */
    public static final Set<String> METER_ERRORS = types(EnumSet.of(METER_ERROR));

    private EventTypes() {}

    private static Subscribed of(String type, Purpose purpose, String why) {
        return new Subscribed(type, purpose, why);
    }

    private static Set<String> types(Set<Purpose> purposes) {
        return SUBSCRIBED.stream()
                .filter(event -> purposes.contains(event.purpose()))
                .map(Subscribed::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All types, thin or not, in the order of the list. */
    public static Stream<String> all() {
        return SUBSCRIBED.stream().map(Subscribed::type);
    }

    /** Whether it is about an invoice, of usage perhaps. */
    public static boolean isOfInvoice(String type) {
        return type.startsWith("invoice.");
    }
}
