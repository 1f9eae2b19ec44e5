package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Terms;
import omni.billing.BillingRecord;
import omni.billing.CollectionMethod;
import omni.billing.CustomerReading;
import omni.billing.InMemoryInvoice;
import omni.billing.InMemoryPayments;
import omni.billing.InMemoryUsageBilling;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.MeterFamily;
import omni.billing.MeteringSubscription;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.Payments;
import omni.billing.ReportedTotal;
import omni.billing.UsageBilling;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.fakes.InMemoryEvents;
import omni.fakes.InMemoryMembers;
import omni.fakes.InMemoryPreferences;
import omni.fakes.InMemorySessions;
import omni.fakes.MovableClock;
import omni.fakes.Tariff;
import omni.ledger.Audit;
import omni.ledger.RollUp;
import omni.ledger.UsageRecorder.Change;
import omni.meter.Admission;
import omni.meter.Annulment;
import omni.meter.Call;
import omni.meter.KeyCheck;
import omni.meter.Metering;
import omni.meter.Settlement;
import omni.meter.VoidMark;

/** One organization that pays for its calls, month by month: its store, the stream's consumer, and Stripe in memory. */
final class UsageLife {

    static final String ORG = "org_0123456789Ab";
    static final Terms TERMS = Tariff.withoutLimits();

    /** Prices that are no whole cents. */
    static final List<MeterClass> CLASSES = List.of(pricedClass(1, "Search", 12_347), pricedClass(2, "AI", 1_000_003));

    final MovableClock clock;
    final InMemoryPayments payments;
    final InMemoryUsageBilling usage;
    final Books books;
    final MonthBooks reports;
    final Audit.Alarms alarms = new Audit.Alarms();
    private final List<Change> waiting = new ArrayList<>();
    private final InvoicePeriod born;
    private int calls;
    private int attempts;

    UsageLife(Books books, MonthBooks reports, Instant start) {
        this.clock = new MovableClock(start);
        this.born = InvoicePeriod.at(start);
        this.payments = new InMemoryPayments(clock);
        this.usage = new InMemoryUsageBilling(payments);
        this.books = books;
        this.reports = reports;
        payments.sync();
        books.put(AnAccount.at(start).of(ORG).grantLeft(0).card().build());
        books.news();
    }

    private static MeterClass pricedClass(int number, String family, long microDollars) {
        return new MeterClass(
                "class_" + number,
                number,
                new MeterFamily(family, family, "", new Money(microDollars)),
                600,
                "read:sec",
                false,
                Set.of(),
                List.of());
    }

    Instant now() {
        return clock.instant();
    }

    void at(String time) {
        clock.advance(Duration.between(now(), Instant.parse("2026-" + time + "Z")));
    }

    /** A customer with a card. */
    String customer() {
        var made = payments.createCustomer(
                new Payments.NewCustomer(ORG, Optional.empty(), Optional.empty()), "customer:" + ++attempts);
        if (!(made instanceof PaymentOutcome.Done<String>(var id))) {
            throw new AssertionError(made);
        }
        payments.attachCard(id);
        books.accounts()
                .saveBilling(books.accounts()
                        .billing(ORG)
                        .withCustomer(new BillingRecord.Customer(id, null, null, now(), now())));
        refresh();
        return id;
    }

    String customerId() {
        var customer = books.accounts().billing(ORG).customer();
        return customer == null ? "" : customer.id();
    }

    /** The customer is deleted, and a webhook tells. */
    void deleteCustomer() {
        payments.deleteCustomer(customerId());
        refresh();
    }

    private void refresh() {
        new PaymentFacts(books.accounts(), payments).refresh(ORG, customerId(), now());
    }

    /** What a keeper does. */
    MeteringSubscription subscribe() {
        var metering = new UsageBilling.NewMetering(
                ORG, customerId(), InvoicePeriod.at(now()).end(), CollectionMethod.CARD);
        if (!(usage.subscribe(metering, "metering:" + ++attempts)
                instanceof PaymentOutcome.Done<MeteringSubscription>(var begun))) {
            throw new AssertionError("no subscription");
        }
        return begun;
    }

    List<MeteringSubscription> live() {
        return payments.readCustomer(customerId())
                        instanceof PaymentOutcome.Done<CustomerReading>(CustomerReading.Present present)
                ? present.metering().stream().filter(MeteringSubscription::live).toList()
                : List.of();
    }

    /** A call that succeeds; answers its usage id. */
    String call(int meterClass) {
        return call(meterClass, books.account(ORG, true), 200);
    }

    /** The same, decided first on an account that was read before. */
    String call(int meterClass, Account read, int status) {
        var usageId = "use_" + ++calls;
        var call = new Call(
                usageId, "req_1", "key_1", AuthMode.API_KEY, "hash", null, 7, CLASSES.get(meterClass - 1), false, null);
        var settled = new Metering(new Admission(TERMS), books.meter(), _ -> KeyCheck.Result.GOOD, clock, _ -> {})
                .settle(read, call, new Call.Outcome(status, 3), false, (_, _, _) -> Annulment.Result.FAILED);
        assertThat(settled).isInstanceOf(Settlement.Committed.class);
        return usageId;
    }

    /** The caller was not answered after all: the charge is given back when the stream tells. */
    void annul(String usageId) {
        books.ledger().putVoid(new VoidMark(usageId, ORG, true, 503, 9, now()));
    }

    /** The stream's consumer catches up. */
    void deliver() {
        waiting.addAll(books.news());
        books.recorder(alarms).record(List.copyOf(waiting));
        waiting.clear();
    }

    UsagePush.Ports ports() {
        return new UsagePush.Ports(
                books.accounts(),
                books.meter(),
                books.rollUps(),
                reports,
                payments,
                usage,
                new InvoiceLines(TERMS.rateCard(), CLASSES),
                TERMS.renewal());
    }

    MeteringKeeper keeper() {
        var profile = new CustomerProfile(
                new InMemoryPreferences(new InMemoryEvents()), new InMemoryMembers(new InMemorySessions()));
        return new MeteringKeeper(books.accounts(), payments, usage, profile, (_, _, _) -> {});
    }

    PushOutcome push() {
        return new UsagePush(ports()).push(ORG, now());
    }

    /** As the webhook does when the draft was made. */
    void holdDrafts() {
        usage.allInvoices().stream()
                .filter(InMemoryInvoice::isDraft)
                .forEach(draft -> usage.hold(draft.id(), "hold:" + draft.id()));
    }

    MonthBook book(String month) {
        return reports.of(ORG).stream()
                .filter(book -> book.period().text().equals(month))
                .findFirst()
                .orElseThrow();
    }

    /** What was told of a month last. */
    ReportedTotal lastReport(String month) {
        return Objects.requireNonNull(book(month).lastReport(), month);
    }

    /** What the rows of each month come to, net of credits. */
    Map<String, Money> ledgers() {
        var months = new TreeMap<String, Money>();
        for (var month = born; !month.start().isAfter(now()); month = InvoicePeriod.at(month.end())) {
            for (var row : books.rollUps().rows(RollUp.Scope.period(ORG, true, month))) {
                months.merge(month.text(), row.price(), Money::plus);
            }
        }
        return months;
    }

    /** What all rows come to. */
    Money ledger() {
        return ledgers().values().stream().reduce(Money.ZERO, Money::plus);
    }

    /** What all final invoices bill. */
    Money invoicedAmount() {
        return usage.allInvoices().stream()
                .filter(invoice -> !invoice.isDraft())
                .map(usage::usageAmount)
                .reduce(Money.ZERO, Money::plus);
    }

    /** By month. */
    Map<String, Money> invoices() {
        var months = new TreeMap<String, Money>();
        usage.allInvoices().stream()
                .filter(invoice -> !invoice.isDraft())
                .forEach(invoice -> months.merge(invoice.period().text(), usage.usageAmount(invoice), Money::plus));
        return months;
    }

    /** Invoiced and still to be invoiced come to the ledger, to the micro-dollar. */
    void addsUp(Object what) {
        var open = reports.of(ORG).stream().map(book -> book.amounts().rest()).reduce(Money.ZERO, Money::plus);
        assertThat(invoicedAmount().plus(open))
                .as("%s: %s", what, reports.of(ORG))
                .isEqualTo(ledger());
        assertThat(alarms.raised).as("%s", what).noneMatch(alarm -> alarm.startsWith("gap"));
    }
}
