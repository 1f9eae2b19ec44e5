package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceTextTest {

    private static final InvoicePeriod MARCH = new InvoicePeriod(202603);
    private static final InvoicePeriod APRIL = new InvoicePeriod(202604);
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);

    private static MonthBook may(long accrued) {
        return MonthBook.open("org_1", MAY).withAccrual(new Money(accrued));
    }

    private static MonthBook carrying(MonthBook report, InvoicePeriod from, long amount) {
        return MonthBook.open("org_1", from)
                .withAccrual(new Money(amount))
                .moveRestTo(report)
                .to();
    }

    @Test
    void usageIsSplitByFamilyAndPlanTheDearestFirst() {
        var lines = List.of(
                new InvoiceText.Line("Search", "Personal", 3, new Money(150_000)),
                new InvoiceText.Line("AI", "Team", 12_345, new Money(1_234_500_001)));
        assertThat(InvoiceText.of(may(1_234_650_001), lines, new Money(1_234_650_001)))
                .isEqualTo("""
                    Usage of 2026-05 (UTC), exact amounts
                    AI, Team, 12,345 units: $1234.500001
                    Search, Personal, 3 units: $0.15\
                    """);
    }

    @Test
    void whatCameFromOtherMonthsIsNamed() {
        var report = carrying(carrying(may(500_000), APRIL, -1_000_000), MARCH, 2_000_000);
        assertThat(InvoiceText.of(
                        report,
                        List.of(new InvoiceText.Line("Search", "Pro", 1, new Money(500_000))),
                        new Money(1_500_000)))
                .isEqualTo("""
                    Usage of 2026-05 (UTC), exact amounts
                    Carried over from 2026-03: $2.00
                    Carried over from 2026-04: -$1.00
                    Search, Pro, 1 units: $0.50\
                    """);
    }

    @Test
    void whatOtherInvoicesBillIsNamedSoThatTheAmountsComeToThisOne() {
        var report = may(900_000).withInvoice("in_1", new Money(200_000));
        assertThat(InvoiceText.of(
                        report,
                        List.of(new InvoiceText.Line("Search", "Pro", 9, new Money(900_000))),
                        new Money(600_000)))
                .isEqualTo("""
                    Usage of 2026-05 (UTC), exact amounts
                    Invoiced before: -$0.20
                    Left for a later invoice: -$0.10
                    Search, Pro, 9 units: $0.90\
                    """);
    }

    @Test
    void anInvoiceOfNothingSaysSo() {
        assertThat(InvoiceText.of(may(0), List.of(), Money.ZERO)).isEqualTo("Usage of 2026-05 (UTC), exact amounts");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 60, 2_000})
    void aTextThatIsTooLongIsCutAndSaysHowMuchIsMissing(int length) {
        var lines = new ArrayList<InvoiceText.Line>();
        IntStream.range(0, 40)
                .forEach(index -> lines.add(
                        new InvoiceText.Line("F".repeat(length) + index, "Plan", 7, new Money(10_000L * (index + 1)))));
        var text = InvoiceText.of(may(8_200_000), lines, new Money(8_200_000));
        assertThat(text).hasSizeLessThanOrEqualTo(UsageBilling.TEXT_LENGTH);
        assertThat(sum(text)).isEqualTo(8_200_000);
        var kept = text.lines().filter(line -> line.startsWith("F")).count();
        assertThat(text).endsWith(kept == 40 ? "units: $0.01" : "and " + (40 - kept) + " more: " + rest(kept));
        var longer = 1_000 - text.length();
        assertThat(kept == 40 || longer < length + 40)
                .as("not shorter than it has to be")
                .isTrue();
    }

    private static String rest(long kept) {
        var left = 40 - kept;
        return "$" + new Money(10_000 * left * (left + 1) / 2).usd().setScale(2).toPlainString();
    }

    private static long sum(String text) {
        return text.lines()
                .filter(line -> line.contains(": "))
                .map(line -> line.substring(line.lastIndexOf(": ") + 2).replace("$", ""))
                .map(java.math.BigDecimal::new)
                .mapToLong(amount -> amount.movePointRight(6).longValueExact())
                .sum();
    }
}
