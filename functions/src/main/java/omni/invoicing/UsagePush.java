package omni.invoicing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import omni.access.StoreUnavailable;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.GrantRenewal;
import omni.billing.BillingRecord;
import omni.billing.CustomerReading;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.Payments;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;
import omni.billing.UsageInvoice.Status;
import omni.ledger.RollUps;
import omni.meter.Admission;
import omni.meter.CommitPlan;
import omni.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Brings one organisation's usage to the provider, from fresh reads: months that are over to their final invoice, the present
 * month's total to the meter. It may be repeated, and run at the same time; whatever it is interrupted in, the next one
 * carries on. See docs/decisions/usage-is-told-in-totals-and-kept-as-books.md.
 */
public final class UsagePush {

    private static final int MAX_ATTEMPTS = 20;

    private final Ports ports;

    /** What it reaches for. */
    public record Ports(
            Accounts accounts,
            Meter meter,
            RollUps rollUps,
            MonthBooks reports,
            Payments payments,
            UsageBilling usage,
            InvoiceLines lines,
            GrantRenewal renewal) {}

    public UsagePush(Ports ports) {
        this.ports = ports;
    }

    public PushOutcome bring(String orgId, Instant clock) {
        try {
            for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                var brought = attempt(orgId, clock);
                if (brought != null) {
                    return brought;
                }
            }
            return new PushOutcome.Failed("others write the books all the time");
        } catch (StoreUnavailable e) {
            return new PushOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Null when somebody else wrote meanwhile. */
    private @Nullable PushOutcome attempt(String orgId, Instant clock) {
        var account = ports.accounts().load(orgId);
        if (account == null) {
            return new PushOutcome.NoMetering();
        }
        var record = ports.accounts().billing(orgId);
        var books = new OrganizationBooks(ports.reports(), orgId);
        if (record.customer() == null && books.all().isEmpty() && isUnused(account)) {
            return new PushOutcome.NoMetering();
        }
        var now = Admission.now(account, clock);
        var current = inMonthOf(now, account);
        if (current == null) {
            return null;
        }
        var present = current.ledger().period();
        var months = counted(current, books);
        var since = months.isEmpty() ? present.before() : months.firstKey();
        return switch (look(record, books, earlier(since, present.before()))) {
            case Looked.Unseen(var failed) -> failed;
            case Looked.Seen(var sight) -> {
                invoicedMonths(sight, books, present)
                        .forEach(month -> months.computeIfAbsent(month, each -> counter(current, books, each)));
                yield bring(current, books, sight, months, now);
            }
        };
    }

    private @Nullable PushOutcome bring(
            Account account,
            OrganizationBooks books,
            ProviderSnapshot sight,
            NavigableMap<InvoicePeriod, MonthCounter> months,
            Instant now) {
        var present = account.ledger().period();
        for (var month : months.entrySet()) {
            if (!new UsageMonth(ports, books, sight, month.getKey(), now).count(month.getValue())) {
                return null;
            }
        }
        PushOutcome furthest = new PushOutcome.UpToDate();
        for (var month : months.entrySet()) {
            var over = new UsageMonth(ports, books, sight, month.getKey(), now);
            var brought = month.getValue().certain() ? over.over(present) : over.uncertain();
            if (brought == null) {
                return null;
            }
            furthest = furthest.or(brought);
        }
        var brought = new UsageMonth(ports, books, sight, present, now)
                .present(account.ledger().accrual());
        return brought == null ? null : furthest.or(brought);
    }

    private static boolean isUnused(Account account) {
        var counters = account.ledger();
        return counters.accrual().equals(Money.ZERO)
                && counters.previousAccrual().equals(Money.ZERO);
    }

    /** The account in the present month: a counter of a month that is over must not move any more. Null after a lost race. */
    private @Nullable Account inMonthOf(Instant now, Account account) {
        if (account.ledger().rolledTo(now).equals(account.ledger())) {
            return account;
        }
        return ports.meter().write(CommitPlan.ofClosing(account, ports.renewal(), now))
                        instanceof Meter.Result.Applied(var after)
                ? after
                : null;
    }

    /** The months before the present one that something may be left of, and what they came to. */
    private NavigableMap<InvoicePeriod, MonthCounter> counted(Account account, OrganizationBooks books) {
        var present = account.ledger().period();
        var previous = account.ledger().previousPeriod();
        var months = new TreeMap<InvoicePeriod, MonthCounter>();
        var looked = books.isKept(present) ? List.<InvoicePeriod>of() : unseen(present, books);
        for (var book : books.all()) {
            var month = book.period();
            if (month.compareTo(present) < 0
                    && (book.isUnfinished() || month.equals(previous) || looked.contains(month))) {
                months.put(month, counter(account, books, month));
            }
        }
        for (var month : looked) {
            var counter = counter(account, books, month);
            if (!counter.certain() || !counter.amount().equals(Money.ZERO)) {
                months.put(month, counter);
            }
        }
        return months;
    }

    /**
     * What the first look in a month goes back to: the months without a book, the last one with a book, and the one that the
     * account knew as the month before that. Since the last look it may have taken a credit for any of them.
     */
    private static List<InvoicePeriod> unseen(InvoicePeriod present, OrganizationBooks books) {
        var months = new ArrayList<InvoicePeriod>();
        var month = present;
        do {
            month = month.before();
            months.add(month);
        } while (!books.isKept(month) && months.size() < MonthCounter.MAX_MONTHS_BACK);
        for (var book : books.all().reversed()) {
            if (book.period().compareTo(month) < 0) {
                months.add(book.period());
                if (!book.amounts().accrual().equals(Money.ZERO)) {
                    break;
                }
            }
        }
        return months;
    }

    private MonthCounter counter(Account account, OrganizationBooks books, InvoicePeriod period) {
        return MonthCounter.of(account, books.of(period), ports.rollUps());
    }

    private static InvoicePeriod earlier(InvoicePeriod one, InvoicePeriod other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What was seen of the provider. */
    private sealed interface Looked {
        record Seen(ProviderSnapshot sight) implements Looked {}

        record Unseen(PushOutcome.Failed failed) implements Looked {}
    }

    private Looked look(BillingRecord record, OrganizationBooks books, InvoicePeriod since) {
        var customer = record.customer();
        Optional<CustomerReading.Present> present = Optional.empty();
        var customers = new LinkedHashSet<String>();
        if (customer != null) {
            var reading = ports.payments().readCustomer(customer.id());
            if (!(reading instanceof Done<CustomerReading>(var read))) {
                return new Looked.Unseen(UsageMonth.failed("read the customer", reading));
            }
            present = Optional.of(read)
                    .filter(CustomerReading.Present.class::isInstance)
                    .map(CustomerReading.Present.class::cast);
            customers.add(customer.id());
        }
        books.all().stream()
                .filter(book -> book.period().compareTo(since) >= 0)
                .map(MonthBook::lastReport)
                .forEach(told -> {
                    if (told != null) {
                        customers.add(told.customerId());
                    }
                });
        var invoices = new ArrayList<UsageInvoice>();
        for (var each : customers) {
            switch (ports.usage().invoices(each, since.start())) {
                case Done<List<UsageInvoice>>(var found) -> invoices.addAll(found);
                case Refused<List<UsageInvoice>>(var reason, var _) when reason == PaymentOutcome.Reason.MISSING -> {}
                case PaymentOutcome<List<UsageInvoice>> silent -> {
                    return new Looked.Unseen(UsageMonth.failed("list the invoices", silent));
                }
            }
        }
        return new Looked.Seen(new ProviderSnapshot(
                present.map(CustomerReading.Present::customerId).orElse(null),
                present.map(CustomerReading.Present::metering).orElse(List.of()),
                invoices));
    }

    /** The months before the present one with an invoice that their book does not know yet. */
    private static List<InvoicePeriod> invoicedMonths(
            ProviderSnapshot sight, OrganizationBooks books, InvoicePeriod present) {
        return sight.invoices().stream()
                .filter(invoice -> invoice.period().compareTo(present) < 0)
                .filter(invoice -> invoice.status() == Status.DRAFT
                        || !invoice.usageAmount()
                                .equals(books.of(invoice.period())
                                        .amounts()
                                        .invoiceAmounts()
                                        .get(invoice.id())))
                .map(UsageInvoice::period)
                .toList();
    }
}
