package omni.local.stripe;

import java.util.Optional;
import omni.billing.BillingInterval;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.PlanKey;

/** A port whose idempotency keys are one run's own, as a real account remembers those of earlier runs for a day. */
record PrefixedPayments(String prefix, Payments payments) implements Payments {

    @Override
    public PaymentOutcome<String> createCustomer(NewCustomer customer, String idempotencyKey) {
        return payments.createCustomer(customer, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<String> chargeBy(String customerId, String cardId, String idempotencyKey) {
        return payments.chargeBy(customerId, cardId, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<CheckoutPage> openSetup(SetupCheckout checkout, String idempotencyKey) {
        return payments.openSetup(checkout, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<String> priceOf(PlanKey plan, BillingInterval interval) {
        return payments.priceOf(plan, interval);
    }

    @Override
    public PaymentOutcome<CheckoutPage> openSubscription(SubscriptionCheckout checkout, String idempotencyKey) {
        return payments.openSubscription(checkout, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<PortalPage> openPortal(PortalVisit visit, String idempotencyKey) {
        return payments.openPortal(visit, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<CheckoutStatus> expireCheckout(String checkoutId, String idempotencyKey) {
        return payments.expireCheckout(checkoutId, prefix + idempotencyKey);
    }

    @Override
    public PaymentOutcome<CustomerReading> readCustomer(String customerId) {
        return payments.readCustomer(customerId);
    }

    @Override
    public PaymentOutcome<Optional<String>> customerOfCharge(String chargeId) {
        return payments.customerOfCharge(chargeId);
    }
}
