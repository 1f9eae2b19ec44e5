package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PaymentOutcome;
import omni.billing.UsageBilling;
import omni.billing.UsageClosing;
import omni.billing.UsageInvoice;
import omni.billing.UsageReport;
import omni.billing.UsageReport.Telling;
import omni.billing.UsageStatement;
import omni.billing.UsageText;
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
    private final UsageSight sight;
    private final InvoicePeriod period;
    private final Instant now;

    UsageMonth(UsagePush.Ports ports, OrganizationBooks books, UsageSight sight, InvoicePeriod period, Instant now) {
        this.ports = ports;
        this.books = books;
        this.sight = sight;
        this.period = period;
        this.now = now;
    }

    private UsageReport book() {
        return books.of(period);
    }

    /** The present month: releases what was invoiced early, then tells the total. */
    @Nullable
    Brought present(Money counter) {
        if (!books.save(withFinals(book().counted(counter)))) {
            return null;
        }
        for (var draft : sight.drafts(period)) {
            var released = release(draft, draft.used());
            if (!(released instanceof Brought.UpToDate)) {
                return released;
            }
        }
        var payer = sight.live();
        return payer.isEmpty() ? new Brought.NoMetering() : tell(payer.get());
    }

    /**
     * Writes down what a month that is over came to; false when somebody else wrote meanwhile. Of all of them before anything
     * else: once the present month has a book, only those with a book are looked at.
     */
    boolean count(MonthCounter counter) {
        var counted = withFinals(book().counted(counter.amount()));
        return books.save(counter.certain() ? counted.closed(counter.sequence()) : counted);
    }

    /** A month that only its ledger knows, which has not every row: nothing of it is told or moved before it has. */
    @Nullable
    Brought uncertain() {
        var known = book().amounts().accrued();
        return waitFor(new UsageClosing.Drift(now, known, ledger().paid(), book().total(), book().total()));
    }

    private RollUp ledger() {
        return ports.rollUps().read(RollUp.Scope.period(book().orgId(), true, period));
    }

    /** A month that was counted: to its final invoice, and what is left of it into the present one. */
    @Nullable
    Brought over(InvoicePeriod present) {
        for (var draft : sight.drafts(period)) {
            var released = draft.closing() ? gate(draft) : release(draft, draft.used());
            if (!(released instanceof Brought.UpToDate)) {
                return released;
            }
        }
        var payer = sight.atEndOf(period);
        if (!book().closing().settled() && payer.isPresent() && awaitsInvoice()) {
            return awaiting(payer.get());
        }
        return books.save(book().settled()) && books.moveRest(period, present) ? new Brought.UpToDate() : null;
    }

    private UsageReport withFinals(UsageReport from) {
        var next = from;
        for (var invoice : sight.finals(period)) {
            next = next.invoiced(invoice.id(), invoice.used());
        }
        return next;
    }

    private boolean awaitsInvoice() {
        return sight.finals(period).stream().noneMatch(UsageInvoice::closing)
                && now.isBefore(period.end().plus(INVOICE_COMES));
    }

    /** The closing total is told before the draft is there: it may become final before somebody can hold it. */
    private @Nullable Brought awaiting(UsageSight.Payer payer) {
        var told = tell(payer);
        return told == null ? null : told.or(new Brought.Waiting(period, "its invoice is not there yet"));
    }

    /** Tells the total, unless it was told. */
    private @Nullable Brought tell(UsageSight.Payer payer) {
        return switch (book().next(payer.customerId(), payer.subscription().created(), now)) {
            case Telling.Nothing() -> new Brought.UpToDate();
            case Telling.NoMoment() -> new Brought.Waiting(period, "no second of it is left to tell of");
            case Telling.Say(var statement) -> tell(statement);
        };
    }

    private @Nullable Brought tell(UsageStatement statement) {
        if (!books.save(book().saying(statement))) {
            return null;
        }
        var answer = ports.usage().report(UsageReport.asTold(book().orgId(), period, statement));
        if (!(answer instanceof PaymentOutcome.Done<UsageBilling.UsageTotal>)) {
            return failed("tell the total of " + period.text(), answer);
        }
        return books.save(book().landed()) ? new Brought.UpToDate() : null;
    }

    /** Lets a month's draft become final when counter, ledger and meter say the same. */
    private @Nullable Brought gate(UsageInvoice draft) {
        var held = draft.held() ? null : ports.usage().hold(draft.id(), key("hold", draft));
        if (held != null && !(held instanceof PaymentOutcome.Done<UsageInvoice>)) {
            return failed("hold the draft " + draft.id(), held);
        }
        if (!books.save(book().holding(draft.id()))) {
            return null;
        }
        var payer = sight.atEndOf(period);
        var told = payer.isPresent() ? tell(payer.get()) : new Brought.UpToDate();
        if (told == null || told instanceof Brought.Failed) {
            return told;
        }
        var ledger = ledger();
        var meter = ports.usage().reported(draft.customerId(), period.start(), period.end());
        if (!(meter instanceof PaymentOutcome.Done<Money>(var reported))) {
            return failed("read the meter of " + period.text(), meter);
        }
        return compare(draft, payer.map(each -> each.subscription().created()).orElse(Instant.EPOCH), ledger, reported);
    }

    /** What can't be corrected any more is let through if it bills too little: the rest moves on. Too much is for a person to undo. */
    private @Nullable Brought compare(UsageInvoice draft, Instant since, RollUp ledger, Money reported) {
        var last = book().told();
        var unheard =
                last != null && !last.landed(); // and too old by now to be told again: the meter knows whether it came
        // What was told before the draft's subscription began is in an earlier invoice, heard or not.
        var said = last != null && unheard && last.countsFor(draft.customerId(), since)
                ? reported
                : book().said(draft.customerId(), since);
        var bearable = said.compareTo(book().total()) <= 0;
        var heard = unheard ? reported : told(draft.customerId());
        var total = bearable ? heard : book().total();
        var seen = new UsageClosing.Drift(now, book().amounts().accrued(), ledger.paid(), total, reported);
        var sequence = book().closing().sequence();
        var whole = sequence != null && ledger.applied().reaches(sequence);
        if (seen.isNone() && whole && bearable) {
            return books.save(book().drifting(null)) ? release(draft, said, ledger) : null;
        }
        return waitFor(seen);
    }

    private @Nullable Brought waitFor(UsageClosing.Drift seen) {
        if (!books.save(book().drifting(seen))) {
            return null;
        }
        var drift = book().closing().drift();
        return drift == null || now.isBefore(drift.since().plus(LAG))
                ? new Brought.Waiting(period, "its amounts may still be on their way")
                : new Brought.Drifting(period, drift);
    }

    /** What the meter ought to say: the last total that was told of the customer, whatever invoice bills it. */
    private Money told(String customerId) {
        return book().said(customerId, Instant.MIN);
    }

    private @Nullable Brought release(UsageInvoice draft, Money billed) {
        return release(draft, billed, ledger());
    }

    private @Nullable Brought release(UsageInvoice draft, Money billed, RollUp ledger) {
        var text = UsageText.of(book(), ports.lines().of(ledger), billed);
        var words = key("describe", draft) + ":" + book().version() + ":" + Integer.toHexString(text.hashCode());
        var released = ports.usage()
                .describe(draft.id(), text, words)
                .then(described -> ports.usage().release(described.id(), key("release", draft)));
        if (!(released instanceof PaymentOutcome.Done<UsageInvoice>(var invoice))) {
            return failed("release the draft " + draft.id(), released);
        }
        sight.see(invoice);
        return books.save(withFinals(book().holding(null))) ? new Brought.UpToDate() : null;
    }

    private String key(String purpose, UsageInvoice draft) {
        return "omni:" + book().orgId() + ":" + purpose + ":" + draft.id();
    }

    static Brought.Failed failed(String what, PaymentOutcome<?> outcome) {
        var why = switch (outcome) {
            case PaymentOutcome.Done<?> _ -> "the answer was not what it has to be";
            case PaymentOutcome.Refused<?>(var reason, var detail) -> reason + ", " + detail;
            case PaymentOutcome.Unavailable<?>(var detail) -> detail;
        };
        return new Brought.Failed("could not " + what + ": " + why);
    }
}
