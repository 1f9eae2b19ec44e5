package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import omni.billing.CloseProgress;
import omni.billing.InvoicePeriod;
import omni.billing.InvoiceText;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.MonthBook.Telling;
import omni.billing.PaymentOutcome;
import omni.billing.ReportedTotal;
import omni.billing.UsageBilling;
import omni.billing.UsageInvoice;
import omni.ledger.RollUp;
import org.jspecify.annotations.Nullable;

/**
 * One month of one organisation on its way to the provider. Each step is written down before or after what it does there, so
 * that whoever comes next carries on; null of any of them says that somebody else wrote meanwhile, and all is to be read anew.
 */
final class UsageMonth {

    /** What the provider takes it counts within minutes, and the stream's consumer is seconds behind; then it is no lag. */
    static final Duration LAG = Duration.ofMinutes(30);

    /** So long the invoice of a month that is over may take to come: it comes within an hour or so. */
    static final Duration INVOICE_COMES = Duration.ofDays(3);

    private final UsagePush.Ports ports;
    private final OrganizationBooks books;
    private final ProviderSnapshot sight;
    private final InvoicePeriod period;
    private final Instant now;

    UsageMonth(
            UsagePush.Ports ports, OrganizationBooks books, ProviderSnapshot sight, InvoicePeriod period, Instant now) {
        this.ports = ports;
        this.books = books;
        this.sight = sight;
        this.period = period;
        this.now = now;
    }

    private MonthBook book() {
        return books.of(period);
    }

    /** The present month: releases what was invoiced early, then tells the total. */
    @Nullable
    PushOutcome present(Money counter) {
        if (!books.save(withFinals(book().withAccrual(counter)))) {
            return null;
        }
        for (var draft : sight.drafts(period)) {
            var released = release(draft, draft.usageAmount());
            if (!(released instanceof PushOutcome.UpToDate)) {
                return released;
            }
        }
        var payer = sight.livePayer();
        return payer.isEmpty() ? new PushOutcome.NoMetering() : tell(payer.get());
    }

    /**
     * Writes down what a month that is over came to; false when somebody else wrote meanwhile. Of all of them before anything
     * else: once the present month has a book, only those with a book are looked at.
     */
    boolean count(MonthCounter counter) {
        var counted = withFinals(book().withAccrual(counter.amount()));
        return books.save(counter.certain() ? counted.close(counter.sequence()) : counted);
    }

    /** A month that only its ledger knows, which has not every row: nothing of it is told or moved before it has. */
    @Nullable
    PushOutcome uncertain() {
        var known = book().amounts().accrual();
        return waitFor(new CloseProgress.Drift(now, known, ledger().paidAmount(), book().total(), book().total()));
    }

    private RollUp ledger() {
        return ports.rollUps().read(RollUp.Scope.period(book().orgId(), true, period));
    }

    /** A month that was counted: to its final invoice, and what is left of it into the present one. */
    @Nullable
    PushOutcome over(InvoicePeriod present) {
        for (var draft : sight.drafts(period)) {
            var released = draft.closing() ? gate(draft) : release(draft, draft.usageAmount());
            if (!(released instanceof PushOutcome.UpToDate)) {
                return released;
            }
        }
        var payer = sight.payerAtEndOf(period);
        if (!book().closing().complete() && payer.isPresent() && awaitsInvoice()) {
            return awaiting(payer.get());
        }
        return books.save(book().settle()) && books.moveRest(period, present) ? new PushOutcome.UpToDate() : null;
    }

    private MonthBook withFinals(MonthBook from) {
        var next = from;
        for (var invoice : sight.finals(period)) {
            next = next.withInvoice(invoice.id(), invoice.usageAmount());
        }
        return next;
    }

    private boolean awaitsInvoice() {
        return sight.finals(period).stream().noneMatch(UsageInvoice::closing)
                && now.isBefore(period.end().plus(INVOICE_COMES));
    }

    /** The closing total is told before the draft is there: it may become final before somebody can hold it. */
    private @Nullable PushOutcome awaiting(ProviderSnapshot.Payer payer) {
        var told = tell(payer);
        return told == null ? null : told.or(new PushOutcome.Waiting(period, "its invoice is not there yet"));
    }

    /** Tells the total, unless it was told. */
    private @Nullable PushOutcome tell(ProviderSnapshot.Payer payer) {
        return switch (book().nextReport(
                        payer.customerId(), payer.subscription().createdAt(), now)) {
            case Telling.Nothing() -> new PushOutcome.UpToDate();
            case Telling.NoMoment() -> new PushOutcome.Waiting(period, "no second of it is left to tell of");
            case Telling.Say(var statement) -> tell(statement);
        };
    }

    private @Nullable PushOutcome tell(ReportedTotal statement) {
        if (!books.save(book().withReport(statement))) {
            return null;
        }
        var answer = ports.usage().report(MonthBook.usageTotal(book().orgId(), period, statement));
        if (!(answer instanceof PaymentOutcome.Done<UsageBilling.UsageTotal>)) {
            return failed("tell the total of " + period.text(), answer);
        }
        return books.save(book().confirmReport()) ? new PushOutcome.UpToDate() : null;
    }

    /** Lets a month's draft become final when counter, ledger and meter say the same. */
    private @Nullable PushOutcome gate(UsageInvoice draft) {
        var held = draft.onHold() ? null : ports.usage().hold(draft.id(), key("hold", draft));
        if (held != null && !(held instanceof PaymentOutcome.Done<UsageInvoice>)) {
            return failed("hold the draft " + draft.id(), held);
        }
        if (!books.save(book().withDraft(draft.id()))) {
            return null;
        }
        var payer = sight.payerAtEndOf(period);
        var told = payer.isPresent() ? tell(payer.get()) : new PushOutcome.UpToDate();
        if (told == null || told instanceof PushOutcome.Failed) {
            return told;
        }
        var ledger = ledger();
        var meter = ports.usage().readMeter(draft.customerId(), period.start(), period.end());
        if (!(meter instanceof PaymentOutcome.Done<Money>(var reported))) {
            return failed("read the meter of " + period.text(), meter);
        }
        return compare(
                draft, payer.map(each -> each.subscription().createdAt()).orElse(Instant.EPOCH), ledger, reported);
    }

    /** What can't be corrected any more is let through if it bills too little: the rest moves on. Too much is for a person to undo. */
    private @Nullable PushOutcome compare(UsageInvoice draft, Instant since, RollUp ledger, Money reported) {
        var last = book().lastReport();
        var unheard = last != null
                && !last.isConfirmed(); // and too old by now to be told again: the meter knows whether it came
        // What was told before the draft's subscription began is in an earlier invoice, heard or not.
        var said = last != null && unheard && last.countsFor(draft.customerId(), since)
                ? reported
                : book().reportedTotal(draft.customerId(), since);
        var bearable = said.compareTo(book().total()) <= 0;
        var heard = unheard ? reported : told(draft.customerId());
        var total = bearable ? heard : book().total();
        var seen = new CloseProgress.Drift(now, book().amounts().accrual(), ledger.paidAmount(), total, reported);
        var sequence = book().closing().sequence();
        var whole = sequence != null && ledger.appliedCommits().reaches(sequence);
        if (seen.isNone() && whole && bearable) {
            return books.save(book().withDrift(null)) ? release(draft, said, ledger) : null;
        }
        return waitFor(seen);
    }

    private @Nullable PushOutcome waitFor(CloseProgress.Drift seen) {
        if (!books.save(book().withDrift(seen))) {
            return null;
        }
        var drift = book().closing().drift();
        return drift == null || now.isBefore(drift.since().plus(LAG))
                ? new PushOutcome.Waiting(period, "its amounts may still be on their way")
                : new PushOutcome.Drifting(period, drift);
    }

    /** What the meter ought to say: the last total that was told of the customer, whatever invoice bills it. */
    private Money told(String customerId) {
        return book().reportedTotal(customerId, Instant.MIN);
    }

    private @Nullable PushOutcome release(UsageInvoice draft, Money billed) {
        return release(draft, billed, ledger());
    }

    private @Nullable PushOutcome release(UsageInvoice draft, Money billed, RollUp ledger) {
        var text = InvoiceText.of(book(), ports.lines().of(ledger), billed);
        var words = key("describe", draft) + ":" + book().version() + ":" + Integer.toHexString(text.hashCode());
        var released = ports.usage()
                .describe(draft.id(), text, words)
                .then(described -> ports.usage().release(described.id(), key("release", draft)));
        if (!(released instanceof PaymentOutcome.Done<UsageInvoice>(var invoice))) {
            return failed("release the draft " + draft.id(), released);
        }
        sight.put(invoice);
        return books.save(withFinals(book().withDraft(null))) ? new PushOutcome.UpToDate() : null;
    }

    private String key(String purpose, UsageInvoice draft) {
        return "omni:" + book().orgId() + ":" + purpose + ":" + draft.id();
    }

    static PushOutcome.Failed failed(String what, PaymentOutcome<?> outcome) {
        var why = switch (outcome) {
            case PaymentOutcome.Done<?> _ -> "the answer was not what it has to be";
            case PaymentOutcome.Refused<?>(var reason, var detail) -> reason + ", " + detail;
            case PaymentOutcome.Unavailable<?>(var detail) -> detail;
        };
        return new PushOutcome.Failed("could not " + what + ": " + why);
    }
}
