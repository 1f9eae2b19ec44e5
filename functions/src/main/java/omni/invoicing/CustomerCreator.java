package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerCreation;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;

/**
 * Creates an organization's Stripe customer, one whoever needs it: what is said is written down before Stripe hears of it, and
 * the idempotency key is made of it. So a checkout and the keeper of the metering subscription never make two. After a lost
 * answer one looks whether there is one; after a server error the next attempt has a key of its own.
 */
public final class CustomerCreator {

    /** So long the provider answers a key as before, and an hour more. */
    private static final Duration KEYS_KEPT = Duration.ofHours(25);

    private final Accounts accounts;
    private final Payments payments;
    private final CustomerProfile profile;

    public CustomerCreator(Accounts accounts, Payments payments, CustomerProfile profile) {
        this.accounts = accounts;
        this.payments = payments;
        this.profile = profile;
    }

    /** What a step came to. */
    public sealed interface Step {

        /** It was taken, by us or by others: the record is to be read again. */
        record Taken() implements Step {}

        /** Stripe refused or did not answer. */
        record Failed(PaymentOutcome<String> outcome) implements Step {}
    }

    /** Takes the next step from a record without a customer. */
    public Step step(BillingRecord record, Optional<String> email, Instant now) {
        var words = record.creation().pending();
        if (words == null) {
            accounts.saveBilling(record.withCreation(record.creation().withPending(profile.of(record.orgId(), email))));
            return new Step.Taken();
        }
        var created = createUnlessThere(record, words, now);
        if (!(created instanceof Done<String>(var id))) {
            if (created instanceof Unavailable<String> && created.isKeySpent()) {
                accounts.saveBilling(record.withCreation(record.creation().nextAttempt()));
            }
            return new Step.Failed(created);
        }
        accounts.saveBilling(withoutAttempt(record)
                .withCustomer(new BillingRecord.Customer(id, words.email(), words.name(), now, now)));
        return new Step.Taken();
    }

    /** Looks first: the attempt may be one that was answered with a server error, or never, and has made the customer. */
    private PaymentOutcome<String> createUnlessThere(BillingRecord record, CustomerCreation.Words words, Instant now) {
        var wanted = request(record, words);
        return payments.findCustomer(wanted, now.minus(KEYS_KEPT))
                .then(found -> found.<PaymentOutcome<String>>map(Done::new)
                        .orElseGet(() -> payments.createCustomer(wanted, key(record))));
    }

    /** The record without the attempt: what Stripe refused is not tried again. */
    public static BillingRecord withoutAttempt(BillingRecord record) {
        return record.withCreation(record.creation().withoutPending());
    }

    private static Payments.NewCustomer request(BillingRecord record, CustomerCreation.Words words) {
        return new Payments.NewCustomer(
                record.orgId(), Optional.ofNullable(words.email()), Optional.ofNullable(words.name()));
    }

    private static String key(BillingRecord record) {
        return "omni:" + record.orgId() + ":customer:" + record.creation().attempt();
    }
}
