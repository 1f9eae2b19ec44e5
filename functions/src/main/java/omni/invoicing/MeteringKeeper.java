package omni.invoicing;

import java.time.Instant;
import java.util.Optional;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CollectionMethod;
import omni.billing.CustomerReading;
import omni.billing.CustomerReading.Present;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one live metering subscription for each organization that has a payer, or usage that may not be invoiced yet: begun
 * in the middle of a month, its first period ends with that month, and it is never ended here but where there are two. What
 * Stripe shows now comes first, so one that is there is taken; what is missing {@link MeteringAttempts} writes (architecture 6).
 */
public final class MeteringKeeper {

    private static final int MAX_STEPS = 40;

    private final Accounts accounts;
    private final Payments payments;
    private final PaymentFacts facts;
    private final CustomerCreator customers;
    private final MeteringAttempts attempts;
    private final Alarm alarm;

    public MeteringKeeper(
            Accounts accounts, Payments payments, UsageBilling usage, CustomerProfile profile, Alarm alarm) {
        this.accounts = accounts;
        this.payments = payments;
        this.facts = new PaymentFacts(accounts, payments);
        this.customers = new CustomerCreator(accounts, payments, profile);
        this.attempts = new MeteringAttempts(accounts, usage, alarm);
        this.alarm = alarm;
    }

    /** Hears of what a person has to know. */
    public interface Alarm {

        /** There were two live ones, which can't be; the younger is ended. */
        void twice(String orgId, String keptId, String endedId);

        /** Invoices are to be taxed, and nobody knows where the customer is. */
        default void taxLocationMissing(String orgId, String customerId, Instant now) {}

        /** Stripe refuses to tax a subscription of a customer whose place it knows. */
        default void taxRefused(String orgId, String subscriptionId, String detail) {}
    }

    /** How it ended. */
    public sealed interface Outcome {

        /** One is live, collected as it has to be. */
        record Live(String customerId, String subscriptionId) implements Outcome {}

        /**
         * Nobody pays and nothing is to be invoiced, or there is no customer and no contract to make one for. One that is
         * live is left alone.
         */
        record NotNeeded() implements Outcome {}

        /** Stripe refused: asked again it says the same, until somebody changes what it does not like. */
        record Refused(String detail) implements Outcome {}

        /** Stripe did not answer, or others kept changing the account; the next one carries on. */
        record Failed(String detail) implements Outcome {}
    }

    /** What one step came to. */
    sealed interface Step {

        /** There are more: account and record are to be read again. */
        record Again() implements Step {}

        /** There are no more. */
        record End(Outcome outcome) implements Step {}

        /** The provider refused or did not answer. */
        static Step failure(String what, PaymentOutcome<?> outcome) {
            var detail = "could not " + what + ": " + outcome.failure();
            return new End(isForGood(outcome) ? new Outcome.Refused(detail) : new Outcome.Failed(detail));
        }

        /** What is missing may have gone a moment ago, which the next reading shows. */
        private static boolean isForGood(PaymentOutcome<?> outcome) {
            return outcome instanceof Refused<?>(var reason, var _) && reason != PaymentOutcome.Reason.MISSING;
        }
    }

    public Outcome ensure(String orgId, Instant now) {
        return ensure(orgId, null, now);
    }

    /** The same right after a reading, which stands for one of its own until somebody else writes the record. */
    public Outcome ensure(String orgId, PaymentFacts.Refreshed.@Nullable Written latest, Instant now) {
        for (var step = 0; step < MAX_STEPS; step++) {
            var account = accounts.load(orgId);
            if (account == null || !isNeeded(account, now)) {
                return new Outcome.NotNeeded();
            }
            switch (step(account, accounts.billing(orgId), latest, now)) {
                case Step.Again() -> {}
                case Step.End(var outcome) -> {
                    return outcome;
                }
            }
        }
        return new Outcome.Failed("others change the account all the time");
    }

    /** A month's invoice comes in the month after it; what is older was invoiced, or waits for somebody to pay again. */
    private static boolean isNeeded(Account account, Instant now) {
        var counters = account.ledger().rolledTo(now);
        var previous = counters.previousPeriod();
        boolean recent =
                previous != null && previous.end().equals(counters.period().start());
        return account.facts().hasPayerAt(now)
                || counters.accrual().microDollars() > 0
                || (recent && counters.previousAccrual().microDollars() > 0);
    }

    private Step step(
            Account account, BillingRecord record, PaymentFacts.Refreshed.@Nullable Written latest, Instant now) {
        var customer = record.customer();
        if (customer == null) {
            return hasContract(account, now) ? createCustomer(record, now) : new Step.End(new Outcome.NotNeeded());
        }
        PaymentOutcome<CustomerReading> reading = latest != null && latest.isOf(record)
                ? new Done<>(latest.reading())
                : payments.readCustomer(customer.id());
        return switch (reading) {
            case Done<CustomerReading>(Present present) -> withCustomer(account, record, present, now);
            case Done<CustomerReading>(var _) -> forgetCustomer(record.orgId(), customer.id(), now);
            case PaymentOutcome<CustomerReading> silent -> Step.failure("read the customer", silent);
        };
    }

    private Step createCustomer(BillingRecord record, Instant now) {
        return switch (customers.step(record, Optional.empty(), now)) {
            case CustomerCreator.Step.Taken() -> new Step.Again();
            case CustomerCreator.Step.Failed(var outcome) -> {
                if (outcome instanceof Refused<String>) {
                    accounts.saveBilling(CustomerCreator.withoutAttempt(record));
                }
                yield Step.failure("create the customer", outcome);
            }
        };
    }

    /** The customer is gone: its facts go too, and a contract makes another one. */
    private Step forgetCustomer(String orgId, String customerId, Instant now) {
        return facts.refresh(orgId, customerId, now) instanceof PaymentFacts.Refreshed.Failed(var detail, var _)
                ? new Step.End(new Outcome.Failed(detail))
                : new Step.Again();
    }

    /**
     * Sees to it first that what is invoiced is charged to a card, if there is one: a card that was only attached is charged
     * for nothing. One that Stripe refuses was detached meanwhile, which the next reading shows.
     */
    private Step withCustomer(Account account, BillingRecord record, Present customer, Instant now) {
        var card = customer.unusedCard().orElse(null);
        if (card == null) {
            return withCardInUse(account, record, customer, now);
        }
        var begun = record.nextWrite();
        if (!accounts.saveBilling(begun)) {
            return new Step.Again();
        }
        var next = begun.nextVersion();
        return switch (payments.chargeBy(customer.customerId(), card, next.writeKey("charged-card"))) {
            case Unavailable<?> _ -> new Step.End(new Outcome.Failed("could not let the customer's card be charged"));
            case Done<?> _, Refused<?> _ -> attempts.step(next, customer, collection(account, customer, now), now);
        };
    }

    /** Sees to it that what can be taxed is: a subscription begins without tax, and loses it where Stripe lost the customer's place. */
    private Step withCardInUse(Account account, BillingRecord record, Present customer, Instant now) {
        if (customer.tax().isMissing()) {
            alarm.taxLocationMissing(record.orgId(), customer.customerId(), now);
        }
        var taxable = customer.tax().taxable();
        if (taxable.isEmpty()) {
            return attempts.step(record, customer, collection(account, customer, now), now);
        }
        var begun = record.nextWrite();
        if (!accounts.saveBilling(begun)) {
            return new Step.Again();
        }
        var next = begun.nextVersion();
        for (var subscription : taxable) {
            switch (payments.tax(subscription, next.writeKey("tax:" + subscription))) {
                case Done<?> _ -> {
                    return new Step.Again();
                }
                case Unavailable<String> silent -> {
                    return Step.failure("have the subscription taxed", silent);
                }
                // one that ended meanwhile needs no tax; one that is refused hides no other
                case Refused<?>(var reason, var detail) -> {
                    if (reason != PaymentOutcome.Reason.MISSING) {
                        alarm.taxRefused(record.orgId(), subscription, detail);
                    }
                }
            }
        }
        return attempts.step(next, customer, collection(account, customer, now), now);
    }

    private static boolean hasContract(Account account, Instant now) {
        var contract = account.standing().contract();
        return contract != null && !now.isBefore(contract.startsAt());
    }

    /**
     * By mail for a contract without a card, even when it is over: its last usage is still to be invoiced. Nothing can be
     * mailed without an address; the invoice that no card pays then shows as unpaid.
     */
    private static CollectionMethod collection(Account account, Present customer, Instant now) {
        boolean mailed = hasContract(account, now)
                && !customer.cardOnFile()
                && customer.email().isPresent();
        return mailed ? CollectionMethod.INVOICE : CollectionMethod.CARD;
    }
}
