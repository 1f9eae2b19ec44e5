package omni.invoicing;

import java.time.Instant;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.HeldSubscription;
import omni.billing.OperatorRecord;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes an account's facts of payment from what the provider says of its customer now: version first, then the reading, then the write on
 * condition of the version. So the facts always equal some reading made after every write before it, and order,
 * repetition and loss of what asked for it do not matter (architecture 6).
 */
public final class PaymentFacts {

    private static final int MAX_ATTEMPTS = 20;

    private final Accounts accounts;
    private final Payments payments;

    public PaymentFacts(Accounts accounts, Payments payments) {
        this.accounts = accounts;
        this.payments = payments;
    }

    /** What became of it. */
    public sealed interface Refreshed {
        /**
         * The facts are those of a reading made since we were asked.
         *
         * @param reading ours
         * @param version of the billing record that our write made; {@link #BY_OTHERS} where others wrote what they had read
         */
        record Written(CustomerReading reading, long version) implements Refreshed {

            /** No record's version. */
            static final long BY_OTHERS = -1;

            /**
             * Whether the reading is one of {@code record}'s customer made after the last write of {@code record} but
             * this one, so that nobody began anything at the provider that it does not show.
             */
            boolean isOf(BillingRecord record) {
                return record.version() == version;
            }
        }

        /** The organization has another customer now, or none: nothing to do. */
        record NotConcerned() implements Refreshed {}

        /**
         * The provider can't be read, or every race was lost; nothing was written.
         *
         * @param forGood whether the provider refuses to show the customer, or shows it in a way that can't be read: another reading
         *     ends so too, until somebody mends that
         */
        record Failed(String detail, boolean forGood) implements Refreshed {

            Failed(String detail) {
                this(detail, false);
            }
        }
    }

    /**
     * Where two others have written a reading since we began, the second of them began after us, so that its facts are as good
     * as ours: many at once don't wait for each other.
     */
    public Refreshed refresh(String orgId, String customerId, Instant now) {
        var before = accounts.billing(orgId).counts().readings();
        @Nullable CustomerReading ours = null;
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var account = accounts.load(orgId);
            var record = accounts.billing(orgId);
            var customer = record.customer();
            if (account == null || customer == null || !customer.id().equals(customerId)) {
                return new Refreshed.NotConcerned();
            }
            if (ours != null && record.counts().readings() >= before + 2) {
                return new Refreshed.Written(ours, Refreshed.Written.BY_OTHERS);
            }
            var said = accounts.operatorRecord(orgId);
            var answer = payments.readCustomer(customerId);
            if (!(answer instanceof PaymentOutcome.Done<CustomerReading>(var read))) {
                return new Refreshed.Failed("the customer can't be read: " + answer.failure(), isForGood(answer));
            }
            ours = read;
            var open = record.openCheckout();
            if (open != null && read.isSubscribed()) {
                var begun = record.nextWrite();
                if (!accounts.saveBilling(begun)) {
                    continue;
                }
                record = begun.nextVersion();
                if (!expire(record, open)) {
                    return new Refreshed.Failed("the open checkout can't be expired");
                }
            }
            var shown = billingRecord(record, customer, read, now).nextReading();
            if (write(account, said, read, now, shown)) {
                return new Refreshed.Written(read, shown.nextVersion().version());
            }
        }
        return new Refreshed.Failed("others change the account all the time");
    }

    private static boolean isForGood(PaymentOutcome<CustomerReading> answer) {
        return answer instanceof PaymentOutcome.Refused<CustomerReading>
                || (answer instanceof PaymentOutcome.Unavailable<CustomerReading>(var _, var silence)
                        && silence == PaymentOutcome.Silence.UNREADABLE);
    }

    /**
     * The disputes go into the operators' record by the same write, on the same version: so neither a dispute nor its clearing is
     * lost to the other. False when somebody else wrote meanwhile.
     */
    private boolean write(
            Account account, OperatorRecord said, CustomerReading read, Instant now, BillingRecord shown) {
        var known = said.withDisputes(read.disputesLost(), now);
        var standing = standing(account, read, known, now);
        return known.equals(said)
                ? accounts.replaceStanding(account, standing, shown)
                : accounts.replaceStanding(account, standing, shown, known);
    }

    /** A page that is still open when a plan is there could be paid for a second one. False when it may still be open. */
    private boolean expire(BillingRecord begun, String checkoutId) {
        return switch (payments.expireCheckout(checkoutId, begun.writeKey("expire"))) {
            case PaymentOutcome.Done<Payments.CheckoutStatus> _ -> true;
            case PaymentOutcome.Refused<Payments.CheckoutStatus>(var reason, var _) ->
                reason == PaymentOutcome.Reason.MISSING;
            case PaymentOutcome.Unavailable<Payments.CheckoutStatus> _ -> false;
        };
    }

    private static Account.Standing standing(Account account, CustomerReading read, OperatorRecord known, Instant now) {
        var before = account.standing();
        boolean card = false;
        @Nullable HeldSubscription held = null;
        @Nullable Instant delinquentSince = null;
        if (read instanceof CustomerReading.Present present) {
            card = present.cardOnFile();
            held = present.subscription().orElse(null);
            delinquentSince = present.delinquentSince(now).orElse(null);
        }
        return new Account.Standing(
                card,
                held == null ? null : held.fact(),
                delinquentSince,
                before.hadCardOrPlan() || card || read.isSubscribed(),
                before.contract(),
                before.operatorRestriction(),
                known.disputeLostAt().orElse(null));
    }

    private static BillingRecord billingRecord(
            BillingRecord record, BillingRecord.Customer known, CustomerReading read, Instant now) {
        var closed = read.isSubscribed() ? record.withOpenCheckout(null) : record;
        return read instanceof CustomerReading.Present present
                ? closed.withCustomer(new BillingRecord.Customer(
                                known.id(),
                                present.email().orElse(null),
                                present.name().orElse(null),
                                present.createdAt(),
                                now,
                                present.tax().location()))
                        .withSubscription(present.subscription()
                                .map(held -> new BillingRecord.Subscribed(held, now))
                                .orElse(null))
                : record.withCustomer(null)
                        .withSubscription(null)
                        .withMetering(record.metering().withoutSubscription())
                        .withOpenCheckout(null); // the next checkout makes a new one
    }
}
