package omni.log;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import omni.wire.WireName;

/**
 * The one list of what a person has to look at: a line {@code {"event":"alarm","alarm":"ledger_gap",…}} in any function's log. The
 * stack counts these lines and has an alarm for each constant; one that is not in this list would ring nowhere.
 */
public enum Alarms implements WireName {
    /** One write raised an account's sequence by more than one: commits have no image, and so no row. */
    LEDGER_GAP,
    /** A credit came when its period could no longer take it: the customer is owed it by hand. */
    CREDIT_TOO_OLD,
    /** Counter, ledger and what Stripe's meter was told do not agree: the month's invoice stays a draft. */
    USAGE_DRIFT(Metric.DRIFTS),
    /** Counter, ledger, books and Stripe disagree for more than an hour, and not because something is on its way. */
    LEDGER_DRIFT,
    /** An organization's usage could not be told to Stripe: it is told with the next run, unless the cause lasts. */
    USAGE_PUSH_FAILED,
    /** Stripe could not take a meter event, or knows no meter of that name. */
    STRIPE_METER_ERROR,
    /** A customer had two metering subscriptions: the younger was ended, so that usage is invoiced once. */
    METERED_TWICE,
    /** Stripe refuses the metering subscription of a customer for good: usage has no invoice until somebody mends that. */
    METERING_REFUSED,
    /** Stripe refuses to show an organization's customer, or its answer can't be read: the facts stay as they were. */
    CUSTOMER_UNREADABLE,
    /** Invoices are to be taxed and Stripe does not know where a customer is: they wait, or go out without tax. */
    TAX_LOCATION_MISSING,
    /** Stripe refuses to work tax out for a subscription though it knows where its customer is. */
    TAX_REFUSED,
    /** Stripe could not make an invoice final: it stays a draft, and nobody pays it, until somebody mends the cause. */
    INVOICE_NOT_FINAL,
    /** The sweep found at Stripe what no webhook had told: look at the webhook's endpoint and its errors. */
    STRIPE_EVENT_MISSED,
    /** A daily walk of the sweep or the reconciliation was stopped, or is not over after a day: the rest is not looked after. */
    ROUND_UNFINISHED,
    /** A webhook came whose signature does not fit: what Stripe tells is turned away. */
    WEBHOOK_REFUSED,
    /** A webhook came and there is no secret to judge it by. */
    WEBHOOK_NOT_CONFIGURED,
    /** Stripe has a word for a subscription that this version does not know: the subscription does not count until it does. */
    SUBSCRIPTION_STATUS_UNKNOWN,
    /** Secrets could not be read anew: the last good ones are used on. Until it is mended no rotation takes effect. */
    SECRETS_NOT_REFRESHED(Metric.SECRET_REFRESH_FAILURES);

    /** The value of {@code event} on every such line. */
    public static final String EVENT = "alarm";

    /** The field that names the alarm. */
    public static final String FIELD = "alarm";

    private final List<Metric> metrics;

    Alarms(Metric... metrics) {
        this.metrics = List.of(metrics);
    }

    /** What is counted beside the alarm itself. */
    List<Metric> metrics() {
        return metrics;
    }

    /** The beginning of a line; what else helps whoever looks is put into it, never a secret. */
    public AlarmLine line() {
        return new AlarmLine(this, Map.of());
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(Alarms::wire).toList();
    }
}
