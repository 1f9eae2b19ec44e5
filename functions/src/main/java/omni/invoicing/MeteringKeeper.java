package omni.invoicing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CollectionMethod;
import omni.billing.CustomerReading;
import omni.billing.CustomerReading.Present;
import omni.billing.InvoicePeriod;
import omni.billing.MeteringRecord.Pending;
import omni.billing.MeteringSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one live metering subscription for each organisation that has a payer, or usage that may not be invoiced yet: begun
 * in the middle of a month, its first period ends with that month, and it is never ended here but where there are two. What
 * Stripe shows now comes first, so one that is there is taken. Else an attempt is written down before Stripe hears of it and
 * its idempotency key is made of it; whoever comes after a crash, a lost answer or a lost race carries it on with the same
 * words (architecture 6).
 */
public final class MeteringKeeper {

    private static final int MAX_STEPS = 40;

    private static final Comparator<MeteringSubscription> OLDEST_FIRST =
            Comparator.comparing(MeteringSubscription::createdAt).thenComparing(MeteringSubscription::id);

    private final Accounts accounts;
    private final Payments payments;
    private final UsageBilling usage;
    private final PaymentFacts facts;
    private final CustomerCreator customers;
    private final Alarm alarm;

    public MeteringKeeper(
            Accounts accounts, Payments payments, UsageBilling usage, CustomerProfile profile, Alarm alarm) {
        this.accounts = accounts;
        this.payments = payments;
        this.usage = usage;
        this.facts = new PaymentFacts(accounts, payments);
        this.customers = new CustomerCreator(accounts, payments, profile);
        this.alarm = alarm;
    }

    /** Told of what can't be, but is. */
    public interface Alarm {

        /** There were two live ones; the younger is ended. */
        void twice(String orgId, String keptId, String endedId);
    }

    /** How it ended. */
    public sealed interface Kept {

        /** One is live, collected as it has to be. */
        record Live(String customerId, String subscriptionId) implements Kept {}

        /**
         * Nobody pays and nothing is to be invoiced, or there is no customer and no contract to make one for. One that is
         * live is left alone.
         */
        record NotNeeded() implements Kept {}

        /** Stripe refused, or did not answer, or others kept changing the account; the next one carries on. */
        record Failed(String detail) implements Kept {}
    }

    public Kept ensure(String orgId, Instant now) {
        for (var step = 0; step < MAX_STEPS; step++) {
            var account = accounts.load(orgId);
            if (account == null || !isNeeded(account, now)) {
                return new Kept.NotNeeded();
            }
            var kept = step(account, accounts.billing(orgId), now);
            if (kept != null) {
                return kept;
            }
        }
        return new Kept.Failed("others change the account all the time");
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

    /** Null while there are more steps. */
    private @Nullable Kept step(Account account, BillingRecord record, Instant now) {
        var customer = record.customer();
        if (customer == null) {
            return hasContract(account, now) ? create(record, now) : new Kept.NotNeeded();
        }
        return switch (payments.readCustomer(customer.id())) {
            case Done<CustomerReading>(Present present)
            when !isCharged(record, present) -> new Kept.Failed("could not let the customer's card be charged");
            case Done<CustomerReading>(Present present) -> {
                var wanted = collection(account, present, now);
                var live = present.metering().stream()
                        .filter(MeteringSubscription::live)
                        .sorted(OLDEST_FIRST)
                        .toList();
                yield live.isEmpty() ? begin(record, present, wanted, now) : keep(record, present, live, wanted);
            }
            case Done<CustomerReading>(var _) -> forget(record.orgId(), customer.id(), now);
            case PaymentOutcome<CustomerReading> silent -> failed("read the customer", silent);
        };
    }

    /**
     * Sees to it that what is invoiced is charged to a card, if there is one: a card that was only attached is charged for
     * nothing. One that Stripe refuses was taken away meanwhile; then it tells so.
     */
    private boolean isCharged(BillingRecord record, Present customer) {
        return customer.unusedCard()
                .map(card -> payments.chargeBy(
                        customer.customerId(), card, "omni:" + record.orgId() + ":charged-card:" + card))
                .filter(Unavailable.class::isInstance)
                .isEmpty();
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

    private @Nullable Kept create(BillingRecord record, Instant now) {
        var kept = customers.step(record, Optional.empty(), now);
        if (kept instanceof Refused<String>) {
            accounts.saveBilling(CustomerCreator.settled(record));
        }
        return kept == null ? null : failed("create the customer", kept);
    }

    /** The customer is gone: its facts go too, and a contract makes another one. */
    private @Nullable Kept forget(String orgId, String customerId, Instant now) {
        return facts.refresh(orgId, customerId, now) instanceof PaymentFacts.Refreshed.Failed(var detail)
                ? new Kept.Failed(detail)
                : null;
    }

    /** None is live: carries on with the attempt, or begins one. */
    private @Nullable Kept begin(BillingRecord record, Present customer, CollectionMethod wanted, Instant now) {
        var anchor = InvoicePeriod.at(now).end();
        return switch (record.metering().pending()) {
            case Pending.Begin begun
            when begun.customerId().equals(customer.customerId())
                    && !begun.anchor().isBefore(anchor) -> subscribe(record, customer, begun, wanted);
            case null -> {
                var begun = new Pending.Begin(customer.customerId(), anchor, wanted);
                var next = record.withMetering(record.metering().withPending(begun));
                yield accounts.saveBilling(next) ? subscribe(next.nextVersion(), customer, begun, wanted) : null;
            }
            case Pending outdated -> settle(record);
        };
    }

    private @Nullable Kept subscribe(
            BillingRecord record, Present customer, Pending.Begin begun, CollectionMethod wanted) {
        var metering =
                new UsageBilling.NewMetering(record.orgId(), begun.customerId(), begun.anchor(), begun.collection());
        var answer = usage.subscribe(metering, key(record));
        if (!(answer instanceof Done<MeteringSubscription>(var subscription))) {
            return failed(record, "begin the metering subscription", answer);
        }
        boolean over = customer.metering().stream().anyMatch(seen -> seen.id().equals(subscription.id()));
        if (over) {
            return settle(record); // an attempt of long ago, answered once more: it was ended since
        }
        var found = record.withMetering(record.metering().withLive(subscription.id()));
        return accounts.saveBilling(found) && begun.collection() == wanted
                ? new Kept.Live(customer.customerId(), subscription.id())
                : null;
    }

    /** One is live: carries on with the attempt, then sees to the rest. */
    private @Nullable Kept keep(
            BillingRecord record, Present customer, List<MeteringSubscription> live, CollectionMethod wanted) {
        var kept = live.getFirst();
        for (var younger : live.subList(1, live.size())) {
            var ended = usage.end(younger.id(), "omni:" + record.orgId() + ":metering-end:" + younger.id());
            if (!(ended instanceof Done<MeteringSubscription>)) {
                return failed("end the second metering subscription", ended);
            }
            alarm.twice(record.orgId(), kept.id(), younger.id());
        }
        var metering = record.metering();
        if (metering.pending() instanceof Pending.Collect collect
                && collect.subscriptionId().equals(kept.id())) {
            return collect(record, collect);
        }
        if (metering.pending() != null || !kept.id().equals(metering.subscriptionId())) {
            accounts.saveBilling(record.withMetering(metering.withLive(kept.id())));
            return null;
        }
        if (kept.collection() == wanted) {
            return new Kept.Live(customer.customerId(), kept.id());
        }
        var collect = new Pending.Collect(kept.id(), wanted);
        var next = record.withMetering(metering.withPending(collect));
        return accounts.saveBilling(next) ? collect(next.nextVersion(), collect) : null;
    }

    /** Another attempt may have been on its way when this one was written down, so what came of it is read once more. */
    private @Nullable Kept collect(BillingRecord record, Pending.Collect collect) {
        var answer = usage.collectBy(collect.subscriptionId(), collect.collection(), key(record));
        return answer instanceof Done<MeteringSubscription>
                ? settle(record)
                : failed(record, "change the metering subscription", answer);
    }

    private @Nullable Kept settle(BillingRecord record) {
        accounts.saveBilling(record.withMetering(record.metering().withoutPending()));
        return null;
    }

    /** What Stripe refused is not tried again; what it did not answer is. */
    private Kept failed(BillingRecord record, String what, PaymentOutcome<?> outcome) {
        if (outcome instanceof Refused<?>) {
            settle(record);
        }
        return failed(what, outcome);
    }

    private static Kept.Failed failed(String what, PaymentOutcome<?> outcome) {
        var why = switch (outcome) {
            case Done<?> _ -> "it was done";
            case Refused<?>(var reason, var detail) -> reason + ", " + detail;
            case Unavailable<?>(var detail) -> detail;
        };
        return new Kept.Failed("could not " + what + ": " + why);
    }

    private static String key(BillingRecord record) {
        return "omni:" + record.orgId() + ":metering:" + record.metering().attempt();
    }
}
