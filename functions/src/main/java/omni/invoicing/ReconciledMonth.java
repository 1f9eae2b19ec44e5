package omni.invoicing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.invoicing.Discrepancy.Kind;
import omni.ledger.RollUp;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one month of one organization, and in what it disagrees. A pure comparison.
 *
 * @param count what the account says; null for a month that it knows no more and whose book was not closed
 * @param ledger read before the count, so that it can't be ahead of it
 * @param rows the ledger itself; null when it was not read
 * @param book null where there is none
 * @param provider what the provider says
 * @param payable whether somebody is invoiced
 */
record ReconciledMonth(
        InvoicePeriod period,
        @Nullable Count count,
        RollUp ledger,
        @Nullable List<UsageRow> rows,
        @Nullable MonthBook book,
        Provider provider,
        boolean payable) {

    /**
     * What the account counted.
     *
     * @param before the last commit of the months before; null where that is not known
     * @param last the month's last commit
     * @param lastAt when that was; null where that is not known
     */
    record Count(
            Money amount,
            @Nullable Long before,
            long last,
            @Nullable Instant lastAt) {}

    /**
     * What the provider says of the month.
     *
     * @param meter null for a meter that has confirmed no report
     * @param invoiceAmounts what its final invoices bill, by id
     */
    record Provider(@Nullable Money meter, Map<String, Money> invoiceAmounts) {}

    List<Discrepancy> disagreements(Instant now) {
        var found = new ArrayList<Discrepancy>();
        compareLedger(found, now);
        compareRows(found, now);
        compareReported(found, now);
        compareProvider(found, now);
        return found;
    }

    private void compareLedger(List<Discrepancy> found, Instant now) {
        if (count == null) {
            compareLedgerAlone(found, now);
            return;
        }
        var missing = firstMissing(count);
        if (missing > 0) {
            // without this one for so long; of a hole nobody knows when it came
            var since = missing > ledger.appliedCommits().last() && count.lastAt() != null ? count.lastAt() : now;
            found.add(new Discrepancy(
                    period, Kind.BEHIND, "commit " + missing, count.amount(), ledger.paidAmount(), since));
        } else if (!ledger.paidAmount().equals(count.amount())) {
            found.add(new Discrepancy(period, Kind.LEDGER, "", count.amount(), ledger.paidAmount(), bookSince(now)));
        }
    }

    /** Without a counter a roll-up can still lack commits between those that it has. */
    private void compareLedgerAlone(List<Discrepancy> found, Instant now) {
        var amount = ledger.paidAmount();
        ledger.appliedCommits().missing().stream()
                .findFirst()
                .ifPresent(hole ->
                        found.add(new Discrepancy(period, Kind.BEHIND, "commit " + hole.from(), amount, amount, now)));
    }

    /** The first commit of the month that the roll-up lacks; 0 for none. */
    private long firstMissing(Count counted) {
        var applied = ledger.appliedCommits();
        var before = counted.before();
        if (applied.last() == 0) {
            var none = before == null ? counted.amount().equals(Money.ZERO) : before >= counted.last();
            return none ? 0 : before == null ? counted.last() : before + 1;
        }
        if (before != null && applied.first() > before + 1) {
            return before + 1;
        }
        if (!applied.missing().isEmpty()) {
            return applied.missing().getFirst().from();
        }
        return applied.last() < counted.last() ? applied.last() + 1 : 0;
    }

    /** What keeps a draft waiting is the same thing, and may have been seen before. */
    private Instant bookSince(Instant now) {
        var drift = book == null ? null : book.closing().drift();
        return drift == null ? now : drift.since();
    }

    /** Rows are put before they are added up: those that are not yet, are not compared. */
    private void compareRows(List<Discrepancy> found, Instant now) {
        if (rows == null) {
            return;
        }
        var applied = rows.stream()
                .filter(row -> ledger.appliedCommits().holds(row.sequence()))
                .toList();
        var sum = applied.stream()
                .filter(row -> row.funding() == Funding.PAID)
                .map(UsageRow::price)
                .reduce(Money.ZERO, Money::plus);
        if (!sum.equals(ledger.paidAmount())) {
            found.add(new Discrepancy(period, Kind.ROWS, "", ledger.paidAmount(), sum, now));
        } else {
            RowCounts.differences(ledger, applied)
                    .forEach(which -> found.add(new Discrepancy(period, Kind.COUNTS, which, sum, sum, now)));
        }
    }

    /** A month without a book has told nothing; one without a counter came to what its ledger says. */
    private void compareReported(List<Discrepancy> found, Instant now) {
        var total = total();
        var report = book == null ? null : book.lastReport();
        var reported = report == null || !report.isConfirmed() ? Money.ZERO : report.total();
        // what was reported before an invoice became final is billed by it
        if (!total.equals(Money.ZERO) && !total.equals(reported)) {
            var kind = payable || book == null ? Kind.UNTOLD : Kind.UNPAYABLE;
            found.add(new Discrepancy(period, kind, "", total, reported, untoldSince(now)));
        }
    }

    private Money total() {
        var used = count == null ? ledger.paidAmount() : count.amount();
        return book == null ? used : book.withAccrual(used).total();
    }

    /** The first paid call, where nothing was told; the last one, where it came after what was; of all else nobody knows. */
    private Instant untoldSince(Instant now) {
        var paid = ledger.lines().values().stream()
                .filter(each -> !each.amount().equals(Money.ZERO))
                .toList();
        var report = book == null ? null : book.lastReport();
        var since = report == null
                ? paid.stream().map(RollUp.Tally::firstAt).min(Instant::compareTo)
                : paid.stream()
                        .map(RollUp.Tally::lastAt)
                        .max(Instant::compareTo)
                        .filter(report.at()::isBefore);
        return since.orElse(now);
    }

    /** Of a month without a book the provider was told nothing. */
    private void compareProvider(List<Discrepancy> found, Instant now) {
        if (book == null) {
            return;
        }
        var report = book.lastReport();
        if (report != null && provider.meter() != null && !report.total().equals(provider.meter())) {
            // a closing total is reported for a second that is past already
            var since = book.isClosed() ? bookSince(now) : report.at();
            found.add(new Discrepancy(period, Kind.METER, "", report.total(), provider.meter(), since));
        }
        var booked = book.amounts().invoiceAmounts();
        var ids = new TreeSet<>(booked.keySet());
        ids.addAll(provider.invoiceAmounts().keySet());
        for (var id : ids) {
            var ours = booked.getOrDefault(id, Money.ZERO);
            var theirs = provider.invoiceAmounts().getOrDefault(id, Money.ZERO);
            if (!ours.equals(theirs)) {
                found.add(new Discrepancy(period, Kind.INVOICED, id, ours, theirs, now));
            }
        }
    }
}
