package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.ChargeListParams;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.SubscriptionListParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.billing.CustomerReading;
import omni.billing.CustomerReading.OwedInvoice;
import omni.billing.HeldSubscription;
import omni.billing.MeteringSubscription;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import omni.billing.TaxStanding;
import omni.billing.TaxTerms;
import org.jspecify.annotations.Nullable;

/** Reads all facts of one customer afresh: cards, subscriptions, unpaid invoices, lost disputes. */
final class CustomerReader {

    static final String ORGANIZATION = "orgId";
    private static final long PAGE = 100;
    private static final String LOST = "lost";

    private final StripeClient stripe;
    private final SyncedCatalog catalog;
    private final TaxTerms tax;

    CustomerReader(StripeClient stripe, SyncedCatalog catalog, TaxTerms tax) {
        this.stripe = stripe;
        this.catalog = catalog;
        this.tax = tax;
    }

    CustomerReading.Present read(Customer customer) throws StripeException {
        var id = required(customer.getId(), "id of the customer");
        var held = new ArrayList<HeldSubscription>();
        var metering = new ArrayList<MeteringSubscription>();
        var strangers = new ArrayList<String>();
        var unknown = new ArrayList<CustomerReading.UnknownStatus>();
        var untaxed = new ArrayList<String>();
        for (var subscription : subscriptions(id)) {
            var sold = plan(subscription);
            if (!(sold instanceof SyncedCatalog.Sold.Stranger) && CustomerTax.isUntaxed(subscription)) {
                untaxed.add(subscription.getId());
            }
            switch (sold) {
                case SyncedCatalog.Sold.OfPlan(var plan) ->
                    status(subscription)
                            .ifPresentOrElse(
                                    status -> held.add(heldSubscription(subscription, plan, status)),
                                    () -> unknown.add(new CustomerReading.UnknownStatus(
                                            subscription.getId(), String.valueOf(subscription.getStatus()))));
                case SyncedCatalog.Sold.Usage() -> metering.add(MeteringSubscriptions.read(subscription));
                case SyncedCatalog.Sold.Stranger() -> strangers.add(subscription.getId());
            }
        }
        var card = newestCard(id);
        var standing = tax.isOn() ? CustomerTax.of(customer, untaxed) : TaxStanding.NOT_NEEDED;
        var owed = new ArrayList<OwedInvoice>();
        owed.addAll(invoices(id, InvoiceListParams.Status.OPEN));
        owed.addAll(invoices(id, InvoiceListParams.Status.UNCOLLECTIBLE));
        return new CustomerReading.Present(
                id,
                Optional.ofNullable(customer.getMetadata()).map(metadata -> metadata.get(ORGANIZATION)),
                Optional.ofNullable(customer.getEmail()),
                Optional.ofNullable(customer.getName()),
                moment(customer.getCreated()).orElse(Instant.EPOCH),
                card.isPresent(),
                hasDefault(customer) ? Optional.empty() : card,
                Boolean.TRUE.equals(customer.getLivemode()),
                held,
                metering,
                strangers,
                unknown,
                owed,
                lostDisputes(id),
                standing);
    }

    private static boolean hasDefault(Customer customer) {
        var settings = customer.getInvoiceSettings();
        return settings != null && settings.getDefaultPaymentMethod() != null;
    }

    private Optional<String> newestCard(String customerId) throws StripeException {
        var firstCard = CustomerPaymentMethodListParams.builder()
                .setType(CustomerPaymentMethodListParams.Type.CARD)
                .setLimit(1L)
                .build();
        var methods = stripe.v1().customers().paymentMethods().list(customerId, firstCard);
        return methods.getData().stream().map(PaymentMethod::getId).findFirst();
    }

    private Iterable<Subscription> subscriptions(String customerId) throws StripeException {
        var all = SubscriptionListParams.builder()
                .setCustomer(customerId)
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(PAGE)
                .build();
        return stripe.v1().subscriptions().list(all).autoPagingIterable();
    }

    /** What its items are; one of ours makes it ours. */
    private SyncedCatalog.Sold plan(Subscription subscription) throws StripeException {
        SyncedCatalog.Sold found = new SyncedCatalog.Sold.Stranger();
        for (var item : items(subscription)) {
            var price = item.getPrice();
            var sold = catalog.productOf(price == null ? null : price.getProduct());
            if (sold instanceof SyncedCatalog.Sold.OfPlan) {
                return sold;
            }
            found = sold instanceof SyncedCatalog.Sold.Usage ? sold : found;
        }
        return found;
    }

    private static List<SubscriptionItem> items(Subscription subscription) {
        var items = subscription.getItems();
        return items == null || items.getData() == null ? List.of() : items.getData();
    }

    private static HeldSubscription heldSubscription(
            Subscription subscription, PlanKey plan, SubscriptionStatus status) {
        var item = items(subscription).getFirst();
        var price = item.getPrice();
        var end = moment(item.getCurrentPeriodEnd()).orElse(null);
        return new HeldSubscription(
                required(subscription.getId(), "id of the subscription"),
                plan,
                price == null ? null : price.getProduct(),
                price == null ? null : price.getId(),
                status,
                moment(item.getCurrentPeriodStart()).orElse(null),
                end,
                marks(subscription, end),
                moment(subscription.getCreated()).orElse(Instant.EPOCH));
    }

    /** In flexible billing a cancellation in the portal sets {@code cancel_at} alone, else the period's end may stand for it. */
    private static SubscriptionMarks marks(Subscription subscription, @Nullable Instant end) {
        boolean flag = Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd());
        var at = moment(subscription.getCancelAt()).orElse(flag ? end : null);
        boolean withPeriod = flag || (at != null && end != null && !at.isAfter(end));
        return new SubscriptionMarks(withPeriod, at, subscription.getPauseCollection() != null);
    }

    private static Optional<SubscriptionStatus> status(Subscription subscription) {
        return Optional.ofNullable(subscription.getStatus()).flatMap(SubscriptionStatus::ofWire);
    }

    private static Optional<Instant> moment(@Nullable Long seconds) {
        return Optional.ofNullable(seconds).map(Instant::ofEpochSecond);
    }

    private List<OwedInvoice> invoices(String customerId, InvoiceListParams.Status status) throws StripeException {
        var params = InvoiceListParams.builder()
                .setCustomer(customerId)
                .setStatus(status)
                .setLimit(PAGE)
                .build();
        var owed = new ArrayList<OwedInvoice>();
        for (var invoice : stripe.v1().invoices().list(params).autoPagingIterable()) {
            owedInvoice(invoice).ifPresent(owed::add);
        }
        return owed;
    }

    /** Disputes can't be listed by customer, so its charges lead to them; few of those were ever disputed. */
    private List<String> lostDisputes(String customerId) throws StripeException {
        var charges = ChargeListParams.builder()
                .setCustomer(customerId)
                .setLimit(PAGE)
                .build();
        var lost = new ArrayList<String>();
        for (var charge : stripe.v1().charges().list(charges).autoPagingIterable()) {
            if (Boolean.TRUE.equals(charge.getDisputed())) {
                lost.addAll(lostOf(charge));
            }
        }
        return lost;
    }

    private List<String> lostOf(Charge charge) throws StripeException {
        var disputes = DisputeListParams.builder()
                .setCharge(required(charge.getId(), "id of the charge"))
                .setLimit(PAGE)
                .build();
        var lost = new ArrayList<String>();
        for (var dispute : stripe.v1().disputes().list(disputes).autoPagingIterable()) {
            if (LOST.equals(dispute.getStatus())) {
                lost.add(dispute.getId());
            }
        }
        return lost;
    }

    /** One that says nothing of when it became due or final is since no time owed: the customer wins. */
    private static Optional<OwedInvoice> owedInvoice(Invoice invoice) {
        var transitions = invoice.getStatusTransitions();
        return moment(transitions == null ? null : transitions.getFinalizedAt())
                .or(() -> moment(invoice.getCreated()))
                .or(() -> moment(invoice.getDueDate()))
                .map(finalized -> new OwedInvoice(
                        required(invoice.getId(), "id of the invoice"),
                        Boolean.TRUE.equals(invoice.getAttempted()),
                        moment(invoice.getDueDate()),
                        finalized));
    }
}
