package omni.billing;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A UTC month, the period in which usage is accrued and invoiced.
 *
 * @param number {@code year * 100 + month}, so that later periods are greater
 */
public record InvoicePeriod(int number) implements Comparable<InvoicePeriod> {

    public static InvoicePeriod at(Instant instant) {
        var date = instant.atOffset(ZoneOffset.UTC);
        return new InvoicePeriod(date.getYear() * 100 + date.getMonthValue());
    }

    /** {@code YYYY-MM}. */
    public String text() {
        return month().toString();
    }

    /** The first instant of the next month: the end of this period and the reset of its quotas. */
    public Instant end() {
        return month().plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public Instant start() {
        return month().atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The month before. */
    public InvoicePeriod before() {
        return at(start().minusMillis(1));
    }

    private YearMonth month() {
        return YearMonth.of(number / 100, number % 100);
    }

    @Override
    public int compareTo(InvoicePeriod other) {
        return Integer.compare(number, other.number);
    }
}
