package omni.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an invoice of usage says beside its one line: the split by family and plan, and what came from other months. */
public final class InvoiceText {

    private InvoiceText() {}

    /**
     * What was used of one family under one plan.
     *
     * @param family its display name
     * @param plan its display name
     */
    public record Line(String family, String plan, long units, Money amount) {}

    private record Entry(String text, Money amount) {

        static Entry of(String what, Money amount) {
            return new Entry(what + ": " + dollars(amount), amount);
        }
    }

    /** The text of the invoice that bills {@code billed}: its amounts come to that. At most {@link UsageBilling#TEXT_LENGTH} characters. */
    public static String of(MonthBook report, List<Line> lines, Money billed) {
        var entries = new ArrayList<Entry>();
        var amounts = report.amounts();
        amounts.carryOvers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(carried -> !carried.getValue().equals(Money.ZERO))
                .map(carried -> Entry.of("Carried over from " + carried.getKey().text(), carried.getValue()))
                .forEach(entries::add);
        addUnlessZero(entries, "Invoiced before", Money.ZERO.minus(amounts.invoicedTotal()));
        addUnlessZero(
                entries,
                "Left for a later invoice",
                billed.plus(amounts.invoicedTotal())
                        .minus(amounts.carryOverTotal())
                        .minus(amounts.accrual()));
        lines.stream()
                .sorted(Comparator.comparing(Line::amount)
                        .reversed()
                        .thenComparing(Line::family)
                        .thenComparing(Line::plan))
                .map(line -> Entry.of(
                        String.format(Locale.ROOT, "%s, %s, %,d units", line.family(), line.plan(), line.units()),
                        line.amount()))
                .forEach(entries::add);
        return truncate("Usage of " + report.period().text() + " (UTC), exact amounts", entries);
    }

    private static void addUnlessZero(List<Entry> entries, String what, Money amount) {
        if (!amount.equals(Money.ZERO)) {
            entries.add(Entry.of(what, amount));
        }
    }

    private static String truncate(String head, List<Entry> entries) {
        for (var count = entries.size(); ; count--) {
            var text = new StringBuilder(head);
            entries.subList(0, count).forEach(entry -> text.append('\n').append(entry.text()));
            var rest = entries.subList(count, entries.size());
            if (!rest.isEmpty()) {
                var sum = rest.stream().map(Entry::amount).reduce(Money.ZERO, Money::plus);
                text.append("\nand ").append(rest.size()).append(" more: ").append(dollars(sum));
            }
            if (text.length() <= UsageBilling.TEXT_LENGTH) {
                return text.toString();
            }
        }
    }

    /** Exact, with at least two decimals. */
    private static String dollars(Money amount) {
        var exact = BigDecimal.valueOf(Math.abs(amount.microDollars()), 6).stripTrailingZeros();
        var shown = exact.scale() < 2 ? exact.setScale(2, RoundingMode.UNNECESSARY) : exact;
        return (amount.microDollars() < 0 ? "-$" : "$") + shown.toPlainString();
    }
}
