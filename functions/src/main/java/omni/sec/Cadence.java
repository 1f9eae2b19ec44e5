package omni.sec;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How long a statement's periods are, and which form reports them. */
enum Cadence {
    /** 52 or 53 weeks, or a calendar year. */
    ANNUAL("10-K", 340, 380),
    /** 12 to 16 weeks; six and nine months up to the same day are in a 10-Q, too, and are not meant. */
    QUARTERLY("10-Q", 75, 120);

    private static final double DAYS_PER_YEAR = 365.25;
    /** A 52/53-week year moves by a few days; quarters are 90 days apart. */
    private static final int TOLERANCE_DAYS = 20;

    private final String form;
    private final int leastDays;
    private final int mostDays;

    Cadence(String form, int leastDays, int mostDays) {
        this.form = form;
        this.leastDays = leastDays;
        this.mostDays = mostDays;
    }

    String form() {
        return form;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> wireNames() {
        return Stream.of(values()).map(Cadence::wireName).toList();
    }

    static Cadence of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** Whether a figure is the balance of a day, or a flow as long as this cadence's period. */
    boolean fits(Face.Figure figure) {
        if (figure.periodStart().isEmpty()) {
            return true;
        }
        long days = ChronoUnit.DAYS.between(figure.periodStart().get(), figure.periodEnd()) + 1;
        return days >= leastDays && days <= mostDays;
    }

    /** The fiscal year of a comparative: whole years before the filing's own; empty if it is another part of the year. */
    static OptionalInt fiscalYear(Filing filing, LocalDate periodEnd) {
        long days = ChronoUnit.DAYS.between(periodEnd, filing.periodOfReport());
        long years = Math.round(days / DAYS_PER_YEAR);
        boolean anniversary = years >= 0 && Math.abs(days - years * DAYS_PER_YEAR) <= TOLERANCE_DAYS;
        return anniversary ? OptionalInt.of(filing.fiscalYear() - Math.toIntExact(years)) : OptionalInt.empty();
    }
}
