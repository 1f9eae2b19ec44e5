package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Address;
import com.stripe.model.Customer;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerRetrieveParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.TaxStanding;
import omni.billing.TaxStanding.Location;
import omni.billing.TaxTerms;
import org.jspecify.annotations.Nullable;

/** What Stripe Tax is told and asked: where a customer is, and that a subscription or a checkout is to be taxed. */
final class CustomerTax {

    /** That Stripe collects nothing at a place is known of a place that is known. */
    private static final Set<String> KNOWN = Set.of("supported", "not_collecting");

    private static final Set<String> OVER = Set.of("canceled", "incomplete", "incomplete_expired");

    private CustomerTax() {}

    /** A customer shows its place only where that is asked for. */
    static Customer retrieve(StripeClient stripe, String customerId, TaxTerms tax) throws StripeException {
        var withPlace = CustomerRetrieveParams.builder().addExpand("tax").build();
        return tax.isOn()
                ? stripe.v1().customers().retrieve(customerId, withPlace)
                : stripe.v1().customers().retrieve(customerId);
    }

    static TaxStanding of(Customer customer, List<String> untaxed) {
        var tax = customer.getTax();
        boolean known = tax != null && tax.getAutomaticTax() != null && KNOWN.contains(tax.getAutomaticTax());
        return new TaxStanding(known ? Location.KNOWN : Location.MISSING, untaxed);
    }

    static boolean isUntaxed(Subscription subscription) {
        var tax = subscription.getAutomaticTax();
        var status = subscription.getStatus();
        return (status == null || !OVER.contains(status)) && (tax == null || !Boolean.TRUE.equals(tax.getEnabled()));
    }

    static PaymentOutcome<String> begin(StripeClient stripe, String subscriptionId, String idempotencyKey) {
        var params = SubscriptionUpdateParams.builder()
                .setAutomaticTax(SubscriptionUpdateParams.AutomaticTax.builder()
                        .setEnabled(true)
                        .build())
                .build();
        return StripeAnswers.of(() -> new Done<>(stripe.v1()
                .subscriptions()
                .update(subscriptionId, params, StripeClients.withIdempotencyKey(idempotencyKey))
                .getId()));
    }

    /** In setup mode Stripe takes no more than that; the address is the card's. */
    static void askAddress(SessionCreateParams.Builder session) {
        session.setBillingAddressCollection(SessionCreateParams.BillingAddressCollection.REQUIRED);
    }

    /** Address, name and tax id become the customer's, so that its invoices have them. */
    static void askAll(SessionCreateParams.Builder session) {
        askAddress(session);
        session.setAutomaticTax(SessionCreateParams.AutomaticTax.builder()
                        .setEnabled(true)
                        .build())
                .setTaxIdCollection(SessionCreateParams.TaxIdCollection.builder()
                        .setEnabled(true)
                        .build())
                .setCustomerUpdate(SessionCreateParams.CustomerUpdate.builder()
                        .setAddress(SessionCreateParams.CustomerUpdate.Address.AUTO)
                        .setName(SessionCreateParams.CustomerUpdate.Name.AUTO)
                        .build());
    }

    /** The address that a card was entered with, for a customer who has none: an invoice names whom it is for. */
    static Optional<CustomerUpdateParams.Address> cardsAddress(StripeClient stripe, String customerId, String cardId)
            throws StripeException {
        if (hasCountry(stripe.v1().customers().retrieve(customerId).getAddress())) {
            return Optional.empty();
        }
        var billing = stripe.v1()
                .customers()
                .paymentMethods()
                .retrieve(customerId, cardId)
                .getBillingDetails();
        return Optional.ofNullable(billing == null ? null : billing.getAddress())
                .filter(CustomerTax::hasCountry)
                .map(address -> CustomerUpdateParams.Address.builder()
                        .setCity(address.getCity())
                        .setCountry(address.getCountry())
                        .setLine1(address.getLine1())
                        .setLine2(address.getLine2())
                        .setPostalCode(address.getPostalCode())
                        .setState(address.getState())
                        .build());
    }

    private static boolean hasCountry(@Nullable Address address) {
        return address != null && address.getCountry() != null;
    }
}
