package omni.invoicing;

import java.time.Instant;
import java.util.Optional;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.GrantRenewal;
import omni.billing.BillingRecord;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.ledger.RollUps;
import omni.meter.Admission;
import omni.meter.CommitPlan;
import omni.meter.Meter;

/**
 * Pushes one organization's usage to the provider, from fresh reads: months that are over to their final invoice
 * ({@link MonthClose}), the present month's total to the meter ({@link UsageTotalPush}). It may be repeated, and run at the same
 * time; whatever it is interrupted in, the next one carries on. See
 * docs/decisions/usage-is-told-in-totals-and-kept-as-books.md.
 */
public final class UsagePush {

    private static final int MAX_ATTEMPTS = 20;

    private final Ports ports;
    private final ProviderSnapshotReader provider;

    /** What it reaches for. */
    public record Ports(
            Accounts accounts,
            Meter meter,
            RollUps rollUps,
            MonthBooks books,
            Payments payments,
            UsageBilling usage,
            InvoiceLines lines,
            GrantRenewal renewal) {}

    public UsagePush(Ports ports) {
        this.ports = ports;
        this.provider = new ProviderSnapshotReader(ports.payments(), ports.usage());
    }

    public PushOutcome push(String orgId, Instant clock) {
        try {
            for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                switch (attempt(orgId, clock)) {
                    case PushStep.Overtaken() -> {}
                    case PushStep.Reached(var outcome) -> {
                        return outcome;
                    }
                }
            }
            return new PushOutcome.Failed("others write the books all the time");
        } catch (StoreUnavailable e) {
            return new PushOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    private PushStep attempt(String orgId, Instant clock) {
        var account = ports.accounts().load(orgId);
        if (account == null) {
            return new PushStep.Reached(new PushOutcome.NoMetering());
        }
        var record = ports.accounts().billing(orgId);
        var books = new OrganizationBooks(ports.books(), orgId);
        if (record.customer() == null && books.all().isEmpty() && isUnused(account)) {
            return new PushStep.Reached(new PushOutcome.NoMetering());
        }
        var now = Admission.now(account, clock);
        return inMonthOf(now, account)
                .map(current -> push(current, record, books, now))
                .orElseGet(PushStep.Overtaken::new);
    }

    private static boolean isUnused(Account account) {
        var counters = account.ledger();
        return counters.accrual().equals(Money.ZERO)
                && counters.previousAccrual().equals(Money.ZERO);
    }

    /** The account in the present month: a counter of a month that is over must not move any more. Empty after a lost race. */
    private Optional<Account> inMonthOf(Instant now, Account account) {
        if (account.ledger().rolledTo(now).equals(account.ledger())) {
            return Optional.of(account);
        }
        return ports.meter().write(CommitPlan.ofClosing(account, ports.renewal(), now))
                        instanceof Meter.Result.Applied(var after)
                ? Optional.of(after)
                : Optional.empty();
    }

    private PushStep push(Account account, BillingRecord record, OrganizationBooks books, Instant now) {
        var months = new OpenMonths(account, books, ports.rollUps());
        return switch (provider.read(record, books, months.since())) {
            case ProviderSnapshotReader.Outcome.Unread(var failed) -> new PushStep.Reached(failed);
            case ProviderSnapshotReader.Outcome.Read(var snapshot) -> {
                months.add(snapshot.invoices());
                yield new Push(books, snapshot, now).run(account, months);
            }
        };
    }

    /** With all that was read. */
    private final class Push {

        private final OrganizationBooks books;
        private final ProviderSnapshot snapshot;
        private final Instant now;

        Push(OrganizationBooks books, ProviderSnapshot snapshot, Instant now) {
            this.books = books;
            this.snapshot = snapshot;
            this.now = now;
        }

        PushStep run(Account account, OpenMonths months) {
            var present = account.ledger().period();
            return count(months).then(() -> switch (close(months, present)) {
                case PushStep.Overtaken overtaken -> overtaken;
                case PushStep.Reached(var furthest) ->
                    new UsageTotalPush(month(present))
                            .pushPresent(account.ledger().accrual())
                            .or(furthest);
            });
        }

        private PushStep count(OpenMonths months) {
            var step = PushStep.upToDate();
            for (var each : months.counters().entrySet()) {
                step = step.then(() -> new MonthClose(month(each.getKey())).count(each.getValue()));
            }
            return step;
        }

        /** A month that waits keeps no other one waiting. */
        private PushStep close(OpenMonths months, InvoicePeriod present) {
            PushOutcome furthest = new PushOutcome.UpToDate();
            for (var each : months.counters().entrySet()) {
                switch (new MonthClose(month(each.getKey())).close(each.getValue(), present)) {
                    case PushStep.Overtaken overtaken -> {
                        return overtaken;
                    }
                    case PushStep.Reached(var outcome) -> furthest = furthest.or(outcome);
                }
            }
            return new PushStep.Reached(furthest);
        }

        private OrganizationMonth month(InvoicePeriod period) {
            return new OrganizationMonth(ports, books, snapshot, period, now);
        }
    }
}
