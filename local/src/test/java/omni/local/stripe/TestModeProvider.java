package omni.local.stripe;

import com.stripe.Stripe;
import com.stripe.model.Customer;
import com.stripe.param.CustomerListParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoicePayParams;
import com.stripe.param.PaymentMethodAttachParams;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.stripe.StripePayments;
import omni.stripe.StripeUsageBilling;
import org.junit.jupiter.api.Assumptions;

/**
 * Stripe itself, in test mode. What only a simulator can do, such as moving time, gives
 * a test up. The catalog stays in the account; customers, and with them their subscriptions, are deleted at the end.
 */
final class TestModeProvider extends StripeProvider {

    private static final StripePayments.Limits PATIENT =
            new StripePayments.Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 0, Duration.ZERO);
    private static final String KEY = TestModeKey.ofProcess().orElseThrow();
    private static final String PAGE = "only a person can fill in Stripe's page, so nothing is paid there";
    private static final String TIME = "time cannot be moved at Stripe itself";

    private final Instant start = Instant.now();
    private final Payments payments;
    private final UsageBilling usageBilling;

    TestModeProvider() {
        super(KEY, URI.create(Stripe.LIVE_API_BASE));
        var prefix = "omni:suite:" + UUID.randomUUID() + ":";
        var base = Optional.of(line.baseUri());
        payments = PrefixedKeys.of(Payments.class, new StripePayments(KEY, base, PATIENT), prefix);
        usageBilling = PrefixedKeys.of(UsageBilling.class, new StripeUsageBilling(KEY, base, PATIENT), prefix);
    }

    @Override
    public Payments payments() {
        return payments;
    }

    @Override
    public UsageBilling usageBilling() {
        return usageBilling;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration clockTolerance() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void assumeNoCatalog() {
        Assumptions.abort("the account may have the catalog already");
    }

    @Override
    public void advance(Duration time) {
        Assumptions.abort(TIME);
    }

    @Override
    public void complete(String checkoutId) {
        Assumptions.abort(PAGE);
    }

    @Override
    public String attachCard(String customerId) {
        var params = PaymentMethodAttachParams.builder().setCustomer(customerId).build();
        return operate(() -> operator.v1().paymentMethods().attach("pm_card_visa", params))
                .getId();
    }

    @Override
    public void detachCard(String cardId) {
        operate(() -> operator.v1().paymentMethods().detach(cardId));
    }

    @Override
    public void deleteCustomer(String customerId) {
        operate(() -> operator.v1().customers().delete(customerId));
    }

    @Override
    public String dispute(String customerId) {
        return Assumptions.abort(PAGE);
    }

    @Override
    public String chargeOf(String disputeId) {
        return Assumptions.abort(PAGE);
    }

    @Override
    public void closeDispute(String disputeId, boolean lost) {
        Assumptions.abort(PAGE);
    }

    @Override
    public void cancel(String subscriptionId) {
        operate(() -> operator.v1().subscriptions().cancel(subscriptionId));
    }

    @Override
    public void endWithInvoice(String subscriptionId) {
        Assumptions.abort(TIME);
    }

    @Override
    public String invoice(String customerId, Duration due) {
        var params = InvoiceCreateParams.builder()
                .setCustomer(customerId)
                .setCollectionMethod(InvoiceCreateParams.CollectionMethod.SEND_INVOICE)
                .setDueDate(now().plus(due).getEpochSecond());
        var id = operate(() -> operator.v1().invoices().create(params.build())).getId();
        var item = InvoiceItemCreateParams.builder()
                .setCustomer(customerId)
                .setInvoice(id)
                .setAmount(5_000L)
                .setCurrency("usd");
        operate(() -> operator.v1().invoiceItems().create(item.build()));
        operate(() -> operator.v1().invoices().finalizeInvoice(id));
        return id;
    }

    @Override
    public void settle(String invoiceId) {
        var params = InvoicePayParams.builder().setPaidOutOfBand(true).build();
        operate(() -> operator.v1().invoices().pay(invoiceId, params));
    }

    @Override
    public void voidInvoice(String invoiceId) {
        operate(() -> operator.v1().invoices().voidInvoice(invoiceId));
    }

    @Override
    public int customers() {
        return own().size();
    }

    /** Those that were made since this began, by our marks. */
    private List<Customer> own() {
        var params = CustomerListParams.builder()
                .setCreated(CustomerListParams.Created.builder()
                        .setGte(start.getEpochSecond())
                        .build())
                .setLimit(100L)
                .build();
        var own = new ArrayList<Customer>();
        for (var customer :
                operate(() -> operator.v1().customers().list(params)).autoPagingIterable()) {
            if (customer.getMetadata().containsKey("orgId")) {
                own.add(customer);
            }
        }
        return own;
    }

    @Override
    public void close() {
        super.close();
        own().forEach(customer -> deleteCustomer(customer.getId()));
    }
}
