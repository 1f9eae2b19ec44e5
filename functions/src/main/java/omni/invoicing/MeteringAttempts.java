package omni.invoicing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omni.account.Accounts;
import omni.billing.BillingRecord;
import omni.billing.CollectionMethod;
import omni.billing.CustomerReading.Present;
import omni.billing.InvoicePeriod;
import omni.billing.MeteringRecord.Pending;
import omni.billing.MeteringSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.UsageBilling;
import omni.invoicing.MeteringKeeper.Outcome;
import omni.invoicing.MeteringKeeper.Step;

/**
 * Writes an organization's metering subscription at Stripe. An attempt is written down before Stripe hears of it and its
 * idempotency key is made of it; whoever comes after a crash, a lost answer or a lost race carries it on with the same words.
 */
final class MeteringAttempts {

    private static final Comparator<MeteringSubscription> OLDEST_FIRST =
            Comparator.comparing(MeteringSubscription::createdAt).thenComparing(MeteringSubscription::id);

    private final Accounts accounts;
    private final UsageBilling usage;
    private final MeteringKeeper.Alarm alarm;

    MeteringAttempts(Accounts accounts, UsageBilling usage, MeteringKeeper.Alarm alarm) {
        this.accounts = accounts;
        this.usage = usage;
        this.alarm = alarm;
    }

    /** The next step for a customer as it was just read. */
    Step step(BillingRecord record, Present customer, CollectionMethod wanted, Instant now) {
        var live = customer.metering().stream()
                .filter(MeteringSubscription::live)
                .sorted(OLDEST_FIRST)
                .toList();
        if (live.isEmpty()) {
            return begin(record, customer, wanted, now);
        }
        var oldest = live.getFirst();
        return endOthers(record, oldest, live.subList(1, live.size()))
                .orElseGet(() -> adjust(record, customer, oldest, wanted));
    }

    /** None is live: carries on with the attempt, or begins one. */
    private Step begin(BillingRecord record, Present customer, CollectionMethod wanted, Instant now) {
        var anchor = InvoicePeriod.at(now).end();
        return switch (record.metering().pending()) {
            case Pending.Begin begin
            when begin.customerId().equals(customer.customerId())
                    && !begin.anchor().isBefore(anchor) -> subscribe(record, customer, begin, wanted);
            case null -> {
                var begin = new Pending.Begin(customer.customerId(), anchor, wanted);
                var next = record.withMetering(record.metering().withPending(begin));
                yield accounts.saveBilling(next)
                        ? subscribe(next.nextVersion(), customer, begin, wanted)
                        : new Step.Again();
            }
            case Pending outdated -> settle(record);
        };
    }

    private Step subscribe(BillingRecord record, Present customer, Pending.Begin begin, CollectionMethod wanted) {
        var metering =
                new UsageBilling.NewMetering(record.orgId(), begin.customerId(), begin.anchor(), begin.collection());
        var answer = usage.subscribe(metering, key(record));
        if (!(answer instanceof Done<MeteringSubscription>(var subscription))) {
            return failure(record, "begin the metering subscription", answer);
        }
        boolean over = customer.metering().stream().anyMatch(seen -> seen.id().equals(subscription.id()));
        if (over) {
            return settle(record); // an attempt of long ago, answered once more: it was ended since
        }
        var next = record.withMetering(record.metering().withLive(subscription.id()));
        boolean settled = begin.collection() == wanted && !customer.tax().isKnown();
        return accounts.saveBilling(next) && settled ? live(customer, subscription) : new Step.Again();
    }

    /** Ends those that there are beside the oldest; empty when that is done. */
    private Optional<Step> endOthers(
            BillingRecord record, MeteringSubscription oldest, List<MeteringSubscription> younger) {
        var next = record;
        for (var each : younger) {
            var begun = next.nextWrite();
            if (!accounts.saveBilling(begun)) {
                return Optional.of(new Step.Again());
            }
            next = begun.nextVersion();
            var ended = usage.end(each.id(), next.writeKey("metering-end"));
            if (!(ended instanceof Done<MeteringSubscription>)) {
                return Optional.of(Step.failure("end the second metering subscription", ended));
            }
            alarm.twice(record.orgId(), oldest.id(), each.id());
        }
        return younger.isEmpty() ? Optional.empty() : Optional.of(new Step.Again());
    }

    /** One is live: carries on with the attempt, then sees to how it is collected. */
    private Step adjust(BillingRecord record, Present customer, MeteringSubscription live, CollectionMethod wanted) {
        var metering = record.metering();
        if (metering.pending() instanceof Pending.Collect collect
                && collect.subscriptionId().equals(live.id())) {
            return collect(record, collect);
        }
        if (metering.pending() != null || !live.id().equals(metering.subscriptionId())) {
            accounts.saveBilling(record.withMetering(metering.withLive(live.id())));
            return new Step.Again();
        }
        if (live.collection() == wanted) {
            return live(customer, live);
        }
        var collect = new Pending.Collect(live.id(), wanted);
        var next = record.withMetering(metering.withPending(collect));
        return accounts.saveBilling(next) ? collect(next.nextVersion(), collect) : new Step.Again();
    }

    /** Another attempt may have been on its way when this one was written down, so what came of it is read once more. */
    private Step collect(BillingRecord record, Pending.Collect collect) {
        var answer = usage.collectBy(collect.subscriptionId(), collect.collection(), key(record));
        return answer instanceof Done<MeteringSubscription>
                ? settle(record)
                : failure(record, "change the metering subscription", answer);
    }

    private static Step live(Present customer, MeteringSubscription subscription) {
        return new Step.End(new Outcome.Live(customer.customerId(), subscription.id()));
    }

    /** The attempt needs no repetition any more. */
    private Step settle(BillingRecord record) {
        accounts.saveBilling(record.withMetering(record.metering().withoutPending()));
        return new Step.Again();
    }

    /**
     * What Stripe did not answer is asked for again under its key. What it refused, or answered with a server error, is not: the
     * next attempt begins with what Stripe shows by then.
     */
    private Step failure(BillingRecord record, String what, PaymentOutcome<?> outcome) {
        if (outcome.isKeySpent()) {
            settle(record);
        }
        return Step.failure(what, outcome);
    }

    private static String key(BillingRecord record) {
        return "omni:" + record.orgId() + ":metering:" + record.metering().attempt();
    }
}
