package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.Payments.OpenCheckout;
import omni.billing.PendingCheckout;
import omni.invoicing.CustomerCreator;
import omni.invoicing.CustomerProfile;
import omni.invoicing.PaymentFacts;
import org.jspecify.annotations.Nullable;

/**
 * Opens Checkout sessions, one at a time for each organization (contract 11.6). An attempt is written down before Stripe
 * hears of it, and each step is taken from what is written: customer, end of the earlier session, fresh look at what
 * sessions and what the customer has, new session. So whoever comes after a crash, a lost answer or a lost race carries the attempt on
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

        /** A plan is wanted, and an invoice is unpaid. */
        record Overdue() implements Opening {}

        /** Stripe refused, or did not answer; the next request carries on. */
        record Failed(PaymentOutcome<?> outcome) implements Opening {}

        /** Others want other pages all the time. */
        record Busy() implements Opening {}
    }

    /**
     * A step of an attempt.
     *
     * @param begun the number of the attempt that this request has begun; 0 for none
     */
    private record Step(PendingCheckout pending, long begun, Instant now) {

        boolean begins(BillingRecord record) {
            return record.checkoutAttempt() == begun;
        }

        boolean mayStillBePaid(Payments.CheckoutPage page) {
            return now.isBefore(page.expiresAt());
        }
    }

    /** Opens the page of a wish; {@code email} goes to a customer that has to be created. */
    Opening open(String orgId, PendingCheckout wish, Optional<String> email, Instant now) {
        var begun = 0L;
        for (var step = 0; step < MAX_STEPS; step++) {
            var record = accounts.billing(orgId);
            var pending = record.pendingCheckout();
            if (pending == null) {
                var next = record.withPendingCheckout(wish);
                begun = accounts.saveBilling(next) ? next.checkoutAttempt() : begun;
                continue;
            }
            var opening = carriedOn(record, new Step(pending, begun, now), email);
            if (opening != null && (pending.equals(wish) || opening instanceof Opening.Failed)) {
                return opening;
            }
        }
        return new Opening.Busy();
    }

    /** Writes what Stripe says of the organization's customer now; where it does not answer, the facts stay as they are. */
    void refreshFacts(String orgId, Instant now) {
        var customer = accounts.billing(orgId).customer();
        if (customer != null) {
            new PaymentFacts(accounts, payments).refresh(orgId, customer.id(), now);
        }
    }

    /** Takes the next step of the attempt; null while there are more. */
    private @Nullable Opening carriedOn(BillingRecord record, Step step, Optional<String> email) {
        var customer = record.customer();
        if (customer == null) {
            return create(record, email, step.now());
        }
        var earlier = record.openCheckout();
        if (earlier != null) {
            return end(record, earlier, ended -> ended);
        }
        return switch (payments.openCheckouts(record.orgId(), customer.id())) {
            case Done<List<OpenCheckout>>(var pages) -> withPages(record, step, customer.id(), pages);
            case PaymentOutcome<List<OpenCheckout>> silent -> new Opening.Failed(silent);
        };
    }

    /** With the pages that wait at Stripe and were never written down, as their answers were lost or server errors. */
    private @Nullable Opening withPages(BillingRecord record, Step step, String customerId, List<OpenCheckout> pages) {
        var stray = pages.stream()
                .filter(page -> attempt(page) < record.checkoutAttempt())
                .findFirst();
        if (stray.isPresent()) {
            return end(record, stray.get().id(), ended -> ended);
        }
        var own = pages.stream()
                .filter(page -> attempt(page) == record.checkoutAttempt())
                .findFirst();
        if (own.isEmpty()) {
            return withCustomer(record, step, customerId, Optional.empty());
        }
        var page = own.get().page().filter(step::mayStillBePaid);
        return page.isPresent()
                ? withCustomer(record, step, customerId, page)
                // nobody can be led to it: the next attempt says the same
                : end(record, own.get().id(), ended -> ended.withPendingCheckout(step.pending()));
    }

    /** With what the customer has now, and the page that the attempt has opened already, if it has. */
    private @Nullable Opening withCustomer(
            BillingRecord record, Step step, String customerId, Optional<Payments.CheckoutPage> own) {
        return switch (payments.readCustomer(customerId)) {
            case Done<CustomerReading>(CustomerReading.Present present)
            when step.pending().isMetBy(present) -> over(record, customerId, own, new Opening.NotNeeded(), step.now());
            case Done<CustomerReading>(CustomerReading.Present present)
            when step.pending().price().isPresent()
                    && present.delinquentSince(step.now()).isPresent() ->
                over(record, customerId, own, new Opening.Overdue(), step.now());
            case Done<CustomerReading>(CustomerReading.Present _) ->
                own.isPresent() ? opened(record, own.get()) : page(record, step, customerId);
            case Done<CustomerReading>(var _) -> {
                // The customer is gone: the next attempt makes another one, under a key of its own.
                if (accounts.saveBilling(record.withoutPendingCheckout())) {
                    new PaymentFacts(accounts, payments).refresh(record.orgId(), customerId, step.now());
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

    /** The attempt ends without a page, by what was just read: that is written too, as no webhook may have told of it. */
    private @Nullable Opening over(
            BillingRecord record, String customerId, Optional<Payments.CheckoutPage> own, Opening end, Instant now) {
        if (own.isPresent()) {
            return end(record, own.get().id(), ended -> ended);
        }
        if (!accounts.saveBilling(record.withoutPendingCheckout())) {
            return null;
        }
        return new PaymentFacts(accounts, payments).refresh(record.orgId(), customerId, now)
                        instanceof PaymentFacts.Refreshed.Failed(var detail, var _)
                ? new Opening.Failed(new Unavailable<>(detail))
                : end;
    }

    /** The number of the attempt by which a page was opened; 0 for one that does not say. */
    private static long attempt(OpenCheckout page) {
        return page.idempotencyKey()
                .map(key -> key.substring(key.lastIndexOf(':') + 1))
                .filter(number -> number.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Ends a page, then writes that, and what else {@code then} makes of it. */
    private @Nullable Opening end(BillingRecord before, String earlier, UnaryOperator<BillingRecord> then) {
        var begun = before.nextWrite();
        if (!accounts.saveBilling(begun)) {
            return null;
        }
        var record = begun.nextVersion();
        var ended = payments.expireCheckout(earlier, record.writeKey("expire"));
        boolean over = ended instanceof Done<Payments.CheckoutStatus>
                || (ended instanceof Refused<Payments.CheckoutStatus>(var reason, var _) && reason == Reason.MISSING);
        if (!over) {
            return new Opening.Failed(ended);
        }
        accounts.saveBilling(then.apply(record.withOpenCheckout(null)));
        return null;
    }

    private @Nullable Opening page(BillingRecord record, Step step, String customerId) {
        var opened = open(record, step.pending(), customerId);
        if (!(opened instanceof Done<Payments.CheckoutPage>(var page))) {
            if (opened instanceof Unavailable<Payments.CheckoutPage> && opened.isKeySpent()) {
                accounts.saveBilling(record.withPendingCheckout(step.pending())); // the same is said under the next key
            }
            return failure(record, opened);
        }
        if (!step.mayStillBePaid(page)) {
            // an attempt of long ago is answered once more; one that was begun just now would be answered so again
            accounts.saveBilling(record.withoutPendingCheckout());
            return step.begins(record) ? new Opening.Failed(endedPage(page)) : null;
        }
        return opened(record, page);
    }

    private static PaymentOutcome<Payments.CheckoutPage> endedPage(Payments.CheckoutPage page) {
        return new Unavailable<>(
                "a page was opened that has ended: " + page.id() + ", " + page.expiresAt(),
                PaymentOutcome.Silence.UNREADABLE);
    }

    private @Nullable Opening opened(BillingRecord record, Payments.CheckoutPage page) {
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
