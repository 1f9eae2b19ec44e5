package stripesimulator;

import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.billing.MeterEvent;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A sandbox with the catalog in it and a customer whose usage is metered, in micro-dollars. */
final class MeteredAccount implements AutoCloseable {

    final Sandbox sandbox;
    final String customer;

    MeteredAccount() throws Exception {
        this(new Sandbox());
    }

    MeteredAccount(Sandbox sandbox) throws Exception {
        this.sandbox = sandbox;
        Catalog.bring(sandbox.stripe);
        customer = sandbox.customer("ada@acme.test");
    }

    String price() throws Exception {
        var params = PriceListParams.builder().addLookupKey("acme_usage").build();
        return sandbox.stripe.v1().prices().list(params).getData().getFirst().getId();
    }

    String meter() throws Exception {
        return sandbox.stripe
                .v1()
                .billing()
                .meters()
                .list()
                .getData()
                .getFirst()
                .getId();
    }

    SubscriptionCreateParams.Builder order() throws Exception {
        return SubscriptionCreateParams.builder()
                .setCustomer(customer)
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(price())
                        .build());
    }

    /** A subscription whose first period ends at that moment. */
    Subscription subscribe(String anchor) throws Exception {
        var order = order().setBillingCycleAnchor(Instant.parse(anchor).getEpochSecond())
                .setProrationBehavior(SubscriptionCreateParams.ProrationBehavior.NONE);
        return sandbox.stripe.v1().subscriptions().create(order.build());
    }

    /** Makes a card of this number the one that its invoices are paid with; answers its id. */
    String payWith(String number) throws Exception {
        var methods = sandbox.stripe.v1().paymentMethods();
        var card = methods.create(PaymentMethodCreateParams.builder()
                .setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(PaymentMethodCreateParams.CardDetails.builder()
                        .setNumber(number)
                        .setExpMonth(12L)
                        .setExpYear(2034L)
                        .setCvc("123")
                        .build())
                .build());
        methods.attach(
                card.getId(),
                PaymentMethodAttachParams.builder().setCustomer(customer).build());
        sandbox.stripe
                .v1()
                .customers()
                .update(
                        customer,
                        CustomerUpdateParams.builder()
                                .setInvoiceSettings(CustomerUpdateParams.InvoiceSettings.builder()
                                        .setDefaultPaymentMethod(card.getId())
                                        .build())
                                .build());
        return card.getId();
    }

    /** A subscription and its invoice for May, final at one o'clock on June 1. */
    void oneUsageInvoice(long microDollars) throws Exception {
        subscribe("2026-06-01T00:00:00Z");
        use("2026-05-01T12:01:00Z", microDollars);
        moveTo("2026-06-01T00:00:00Z");
        moveTo("2026-06-01T01:00:00Z");
    }

    MeterEvent use(String at, long microDollars) throws Exception {
        return use(customer, at, microDollars, "use/" + at + "/" + microDollars);
    }

    MeterEvent use(String customer, String at, long microDollars, String identifier) throws Exception {
        var event = MeterEventCreateParams.builder()
                .setEventName("acme_usage")
                .setIdentifier(identifier)
                .setTimestamp(Instant.parse(at).getEpochSecond())
                .putPayload("stripe_customer_id", customer)
                .putPayload("value", String.valueOf(microDollars));
        return sandbox.stripe.v1().billing().meterEvents().create(event.build());
    }

    BigDecimal total(String from, String to) throws Exception {
        var params = MeterEventSummaryListParams.builder()
                .setCustomer(customer)
                .setStartTime(Instant.parse(from).getEpochSecond())
                .setEndTime(Instant.parse(to).getEpochSecond())
                .build();
        var summaries = sandbox.stripe.v1().billing().meters().eventSummaries().list(meter(), params);
        return summaries.getData().getFirst().getAggregatedValue();
    }

    void moveTo(String moment) {
        sandbox.clock.advance(Duration.between(sandbox.clock.instant(), Instant.parse(moment)));
        sandbox.simulator.clockMoved();
    }

    /** Newest first. */
    List<Invoice> invoices() throws Exception {
        var all = InvoiceListParams.builder().setCustomer(customer);
        return sandbox.stripe.v1().invoices().list(all.build()).getData();
    }

    Invoice newest() throws Exception {
        return invoices().getFirst();
    }

    List<String> types() {
        return sandbox.simulator.events().stream()
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
