package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.PaymentMethod;
import com.stripe.param.CustomerPaymentMethodListParams;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A customer's payment methods that are charged without asking anybody: cards and Link, no debits of a bank account (contract 5.1). */
final class ChargeableMethods {

    private static final Set<String> TYPES = Set.of("card", "link");
    private static final Comparator<PaymentMethod> NEWEST = Comparator.comparing(
                    (PaymentMethod method) -> required(method.getCreated(), "created of the payment method"))
            .thenComparing(method -> required(method.getId(), "id of the payment method"));

    private final StripeClient stripe;

    ChargeableMethods(StripeClient stripe) {
        this.stripe = stripe;
    }

    /**
     * What a customer has of them.
     *
     * @param onFile whether there is one, attached or by default
     * @param unused the newest one where Stripe would charge none, as the customer has no default
     */
    record Found(boolean onFile, Optional<String> unused) {}

    Found of(Customer customer) throws StripeException {
        var standard = defaultOf(customer);
        var newest = newestAttached(required(customer.getId(), "id of the customer"));
        return standard == null
                ? new Found(newest.isPresent(), newest)
                : new Found(newest.isPresent() || isChargeable(standard), Optional.empty());
    }

    private static @Nullable String defaultOf(Customer customer) {
        var settings = customer.getInvoiceSettings();
        return settings == null ? null : settings.getDefaultPaymentMethod();
    }

    /** Of all types in one list, as a list of each would be one request more. */
    private Optional<String> newestAttached(String customerId) throws StripeException {
        var all = CustomerPaymentMethodListParams.builder().setLimit(Pages.SIZE).build();
        var listed = stripe.v1().customers().paymentMethods().list(customerId, all);
        return Pages.stream(listed)
                .filter(ChargeableMethods::isChargeable)
                .max(NEWEST)
                .map(PaymentMethod::getId);
    }

    private boolean isChargeable(String methodId) throws StripeException {
        try {
            return isChargeable(stripe.v1().paymentMethods().retrieve(methodId));
        } catch (InvalidRequestException e) {
            if (StripeAnswers.isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isChargeable(PaymentMethod method) {
        return TYPES.contains(required(method.getType(), "type of the payment method"));
    }
}
