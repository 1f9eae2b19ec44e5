package omni.endpoint;

import java.time.Instant;
import java.util.Optional;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;
import omni.billing.PendingCheckout;
import omni.invoicing.CustomerCreator;
import omni.invoicing.CustomerProfile;
import omni.invoicing.PaymentFacts;
import org.jspecify.annotations.Nullable;

/**
 * Opens Checkout sessions, one at a time for each organization (contract 11.6). An attempt is written down before Stripe
 * hears of it, and each step is taken from what is written: customer, end of the earlier session, fresh look at what
 * the customer has, new session. So whoever comes after a crash, a lost answer or a lost race carries the attempt on
 * with the same words and keys, and finds what was done; only then does a new attempt begin. Two sessions are never
 * open, and nobody is led to pay for what is there.
 */
public record HostedCheckout(Accounts accounts, Payments payments, CustomerProfile profile) {

    private static final int MAX_STEPS = 40;

    /** How a wish ended. */
    sealed interface Opening {
        /** The page is there, and no other. */
        record Opened(Payments.CheckoutPage page) implements Opening {}

        /** The customer has what the page was for: a card, or a live subscription. */
        record NotNeeded() implements Opening {}

        /** Stripe refused, or did not answer; the next request carries on. */
        record Failed(PaymentOutcome<?> outcome) implements Opening {}

        /** Others want other pages all the time. */
        record Busy() implements Opening {}
    }

    /** Opens the page of a wish; {@code email} goes to a customer that has to be created. */
    Opening open(String orgId, PendingCheckout wish, Optional<String> email, Instant now) {
        for (var step = 0; step < MAX_STEPS; step++) {
            var record = accounts.billing(orgId);
            var pending = record.pendingCheckout();
            if (pending == null) {
                accounts.saveBilling(record.withPendingCheckout(wish));
                continue;
            }
            var opening = carriedOn(record, pending, email, now);
            if (opening != null && (pending.equals(wish) || opening instanceof Opening.Failed)) {
                return opening;
            }
        }
        return new Opening.Busy();
    }

    /** Takes the next step of the attempt; null while there are more. */
    private @Nullable Opening carriedOn(
            BillingRecord record, PendingCheckout pending, Optional<String> email, Instant now) {
        var customer = record.customer();
        if (customer == null) {
            return create(record, email, now);
        }
        var earlier = record.openCheckout();
        if (earlier != null) {
            return end(record, earlier);
        }
        return switch (payments.readCustomer(customer.id())) {
            case Done<CustomerReading>(CustomerReading.Present present)
            when pending.isMetBy(present) ->
                accounts.saveBilling(record.withoutPendingCheckout()) ? new Opening.NotNeeded() : null;
            case Done<CustomerReading>(CustomerReading.Present _) -> page(record, pending, customer.id(), now);
            case Done<CustomerReading>(var _) -> {
                // The customer is gone: the next attempt makes another one, under a key of its own.
                if (accounts.saveBilling(record.withoutPendingCheckout())) {
                    new PaymentFacts(accounts, payments).refresh(record.orgId(), customer.id(), now);
                }
                yield null;
            }
            case PaymentOutcome<CustomerReading> silent -> new Opening.Failed(silent);
        };
    }

    private @Nullable Opening create(BillingRecord record, Optional<String> email, Instant now) {
        return switch (new CustomerCreator(accounts, payments, profile).step(record, email, now)) {
            case CustomerCreator.Step.Taken() -> null;
            case CustomerCreator.Step.Failed(var outcome) -> failure(CustomerCreator.withoutAttempt(record), outcome);
        };
    }

    private @Nullable Opening end(BillingRecord record, String earlier) {
        var ended = payments.expireCheckout(earlier, PaymentFacts.expiryKey(record.orgId(), earlier));
        boolean over = ended instanceof Done<Payments.CheckoutStatus>
                || (ended instanceof Refused<Payments.CheckoutStatus>(var reason, var _) && reason == Reason.MISSING);
        if (!over) {
            return new Opening.Failed(ended);
        }
        accounts.saveBilling(record.withOpenCheckout(null));
        return null;
    }

    private @Nullable Opening page(BillingRecord record, PendingCheckout pending, String customerId, Instant now) {
        var opened = open(record, pending, customerId);
        if (!(opened instanceof Done<Payments.CheckoutPage>(var page))) {
            return failure(record, opened);
        }
        if (!now.isBefore(page.expiresAt())) {
            accounts.saveBilling(record.withoutPendingCheckout()); // an attempt of long ago, answered once more
            return null;
        }
        boolean written =
                accounts.saveBilling(record.withOpenCheckout(page.id()).withoutPendingCheckout())
                        || page.id().equals(accounts.billing(record.orgId()).openCheckout());
        return written ? new Opening.Opened(page) : null;
    }

    private PaymentOutcome<Payments.CheckoutPage> open(BillingRecord record, PendingCheckout wish, String customerId) {
        var key = key(record, "checkout:" + record.checkoutAttempt());
        return wish.price()
                .map(price -> payments.openSubscription(
                        new Payments.SubscriptionCheckout(
                                record.orgId(), customerId, price, wish.successUrl(), wish.cancelUrl()),
                        key))
                .orElseGet(() -> payments.openSetup(
                        new Payments.SetupCheckout(record.orgId(), customerId, wish.successUrl(), wish.cancelUrl()),
                        key));
    }

    /** What Stripe refused is not tried again; what it did not answer is. */
    private Opening failure(BillingRecord record, PaymentOutcome<?> outcome) {
        if (outcome instanceof Refused<?>) {
            accounts.saveBilling(record.withoutPendingCheckout());
        }
        return new Opening.Failed(outcome);
    }

    private static String key(BillingRecord record, String purpose) {
        return "omni:" + record.orgId() + ":" + purpose;
    }
}
