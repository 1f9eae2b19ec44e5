package stripesimulator;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.billing.MeterEvent;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A sandbox with the catalog in it and a customer whose usage is metered, in micro-dollars. */
final class MeteredAccount extends Sandbox {

    final String customer;

    MeteredAccount() {
        this(clock(), UnaryOperator.identity());
    }

    MeteredAccount(TravelingClock clock, UnaryOperator<SimulatorConfig> settings) {
        super(clock, settings);
        Catalog.bring(this);
        customer = customer("ada@acme.test");
    }

    String price() {
        return price(Catalog.USAGE);
    }

    String meter() throws StripeException {
        return stripe.billing().meters().list().getData().getFirst().getId();
    }

    SubscriptionCreateParams.Builder order() {
        var item = SubscriptionCreateParams.Item.builder().setPrice(price());
        return SubscriptionCreateParams.builder().setCustomer(customer).addItem(item.build());
    }

    /** A subscription whose first period ends at that moment. */
    Subscription subscribe(String anchor) throws StripeException {
        var order = order().setBillingCycleAnchor(Instant.parse(anchor).getEpochSecond())
                .setProrationBehavior(SubscriptionCreateParams.ProrationBehavior.CREATE_PRORATIONS);
        return stripe.subscriptions().create(order.build());
    }

    /** Makes a card of this number the one that its invoices are paid with; answers its id. */
    String payWith(String number) {
        var card = create(
                "/v1/payment_methods",
                "type=card&card[exp_month]=12&card[exp_year]=2034&card[cvc]=123&card[number]=" + number);
        create("/v1/payment_methods/" + card + "/attach", "customer=" + customer);
        create("/v1/customers/" + customer, "invoice_settings[default_payment_method]=" + card);
        return card;
    }

    /** A subscription and its invoice for May, final at one o'clock on June 1. */
    void oneUsageInvoice(long microDollars) throws StripeException {
        subscribe("2026-06-01T00:00:00Z");
        use("2026-05-01T12:01:00Z", microDollars);
        moveTo("2026-06-01T00:00:00Z");
        moveTo("2026-06-01T01:00:00Z");
    }

    MeterEvent use(String at, long microDollars) throws StripeException {
        return use(customer, at, microDollars, "use/" + at + "/" + microDollars);
    }

    MeterEvent use(String customer, String at, long microDollars, String identifier) throws StripeException {
        var event = MeterEventCreateParams.builder()
                .setEventName(Catalog.USAGE)
                .setIdentifier(identifier)
                .setTimestamp(Instant.parse(at).getEpochSecond())
                .putPayload("stripe_customer_id", customer)
                .putPayload("value", String.valueOf(microDollars));
        return stripe.billing().meterEvents().create(event.build());
    }

    BigDecimal total(String from, String to) throws StripeException {
        var params = MeterEventSummaryListParams.builder()
                .setCustomer(customer)
                .setStartTime(Instant.parse(from).getEpochSecond())
                .setEndTime(Instant.parse(to).getEpochSecond());
        var summaries = stripe.billing().meters().eventSummaries().list(meter(), params.build());
        return summaries.getData().getFirst().getAggregatedValue();
    }

    /** Newest first. */
    List<Invoice> invoices() throws StripeException {
        return invoices(customer);
    }

    Invoice newest() throws StripeException {
        return invoices().getFirst();
    }
}
