package omni.invoicing;

import java.time.Instant;
import java.util.Optional;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerCreation;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import org.jspecify.annotations.Nullable;

/**
 * Makes an organisation's Stripe customer, one whoever needs it: what is said is written down before Stripe hears of it, and
 * the idempotency key is made of it. So a checkout and the keeper of the metering subscription never make two, and a lost
 * answer is asked for again.
 */
public final class CustomerCreator {

    private final Accounts accounts;
    private final Payments payments;
    private final CustomerProfile profile;

    public CustomerCreator(Accounts accounts, Payments payments, CustomerProfile profile) {
        this.accounts = accounts;
        this.payments = payments;
        this.profile = profile;
    }

    /** Takes the next step from a record without a customer; null if it was taken, else what kept it. */
    public @Nullable PaymentOutcome<String> step(BillingRecord record, Optional<String> email, Instant now) {
        var words = record.creation().pending();
        if (words == null) {
            accounts.saveBilling(record.withCreation(record.creation().withPending(profile.of(record.orgId(), email))));
            return null;
        }
        var created = payments.createCustomer(wanted(record, words), key(record));
        return switch (created) {
            case PaymentOutcome.Done<String>(var id) -> {
                accounts.saveBilling(settled(record)
                        .withCustomer(new BillingRecord.Customer(id, words.email(), words.name(), now, now)));
                yield null;
            }
            case PaymentOutcome.Refused<String> refused -> refused;
            case PaymentOutcome.Unavailable<String> silent -> silent;
        };
    }

    /** The record without the attempt: what Stripe refused is not tried again. */
    public static BillingRecord settled(BillingRecord record) {
        return record.withCreation(record.creation().withoutPending());
    }

    private static Payments.NewCustomer wanted(BillingRecord record, CustomerCreation.Words words) {
        return new Payments.NewCustomer(
                record.orgId(), Optional.ofNullable(words.email()), Optional.ofNullable(words.name()));
    }

    private static String key(BillingRecord record) {
        return "omni:" + record.orgId() + ":customer:" + record.creation().attempt();
    }
}
