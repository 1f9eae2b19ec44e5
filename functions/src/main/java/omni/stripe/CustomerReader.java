package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Subscription;
import com.stripe.param.ChargeListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.SubscriptionListParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.billing.CustomerReading;
import omni.billing.HeldSubscription;
import omni.billing.MeteringSubscription;
import omni.billing.SubscriptionStatus;
import omni.billing.TaxStanding;
import omni.billing.TaxTerms;

/** Reads all facts of one customer afresh: cards, subscriptions, unpaid invoices, lost disputes. */
final class CustomerReader {

    static final String ORGANIZATION = "orgId";
    private static final String LOST = "lost";
    private static final Set<String> UNBEGUN = Set.of("incomplete", "incomplete_expired");

    private final StripeClient stripe;
    private final SoldItems items;
    private final ChargeableMethods methods;
    private final OwedInvoices invoices;
    private final TaxTerms tax;

    CustomerReader(StripeClient stripe, SyncedCatalog catalog, TaxTerms tax) {
        this.stripe = stripe;
        this.tax = tax;
        this.items = new SoldItems(catalog);
        this.methods = new ChargeableMethods(stripe);
        this.invoices = new OwedInvoices(stripe);
    }

    /** What is found in the list of a customer's subscriptions. */
    private record Subscriptions(
            List<HeldSubscription> held,
            List<MeteringSubscription> metering,
            List<String> strangers,
            List<CustomerReading.UnknownStatus> unknown,
            Set<String> unbegun,
            List<String> untaxed) {

        static Subscriptions none() {
            return new Subscriptions(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new HashSet<>(),
                    new ArrayList<>());
        }
    }

    CustomerReading.Present read(Customer customer) throws StripeException {
        var id = required(customer.getId(), "id of the customer");
        var found = Subscriptions.none();
        for (var subscription : subscriptions(id)) {
            read(subscription, found);
        }
        var card = methods.of(customer);
        return new CustomerReading.Present(
                id,
                Optional.ofNullable(customer.getMetadata()).map(metadata -> metadata.get(ORGANIZATION)),
                Optional.ofNullable(customer.getEmail()),
                Optional.ofNullable(customer.getName()),
                Moments.of(customer.getCreated()).orElse(Instant.EPOCH),
                card.onFile(),
                card.unused(),
                Boolean.TRUE.equals(customer.getLivemode()),
                found.held(),
                found.metering(),
                found.strangers(),
                found.unknown(),
                invoices.of(id, found.unbegun()),
                lostDisputes(id),
                tax.isOn() ? CustomerTax.of(customer, found.untaxed()) : TaxStanding.NOT_NEEDED);
    }

    private void read(Subscription subscription, Subscriptions found) throws StripeException {
        var id = required(subscription.getId(), "id of the subscription");
        if (subscription.getStatus() != null && UNBEGUN.contains(subscription.getStatus())) {
            found.unbegun().add(id);
        }
        var sold = items.of(subscription);
        if (!(sold instanceof SoldItems.Held.Stranger) && CustomerTax.isUntaxed(subscription)) {
            found.untaxed().add(id);
        }
        switch (sold) {
            case SoldItems.Held.OfPlan plan ->
                status(subscription)
                        .ifPresentOrElse(
                                status -> found.held().add(plan.read(subscription, status)),
                                () -> found.unknown()
                                        .add(new CustomerReading.UnknownStatus(
                                                id, String.valueOf(subscription.getStatus()))));
            case SoldItems.Held.Usage() -> found.metering().add(MeteringSubscriptions.read(subscription));
            case SoldItems.Held.Stranger() -> found.strangers().add(id);
        }
    }

    private Iterable<Subscription> subscriptions(String customerId) throws StripeException {
        var all = SubscriptionListParams.builder()
                .setCustomer(customerId)
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(Pages.SIZE)
                .build();
        return Pages.all(stripe.v1().subscriptions().list(all));
    }

    private static Optional<SubscriptionStatus> status(Subscription subscription) {
        return Optional.ofNullable(subscription.getStatus()).flatMap(SubscriptionStatus::ofWire);
    }

    /** Disputes can't be listed by customer, so its charges lead to them; few of those were ever disputed. */
    private List<String> lostDisputes(String customerId) throws StripeException {
        var charges = ChargeListParams.builder()
                .setCustomer(customerId)
                .setLimit(Pages.SIZE)
                .build();
        var lost = new ArrayList<String>();
        for (var charge : Pages.all(stripe.v1().charges().list(charges))) {
            if (Boolean.TRUE.equals(charge.getDisputed())) {
                lost.addAll(lostOf(charge));
            }
        }
        return lost;
    }

    private List<String> lostOf(Charge charge) throws StripeException {
        var disputes = DisputeListParams.builder()
                .setCharge(required(charge.getId(), "id of the charge"))
                .setLimit(Pages.SIZE)
                .build();
        var lost = new ArrayList<String>();
        for (var dispute : Pages.all(stripe.v1().disputes().list(disputes))) {
            if (LOST.equals(dispute.getStatus())) {
                lost.add(required(dispute.getId(), "id of the dispute"));
            }
        }
        return lost;
    }
}
