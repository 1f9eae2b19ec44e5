package omni.sec.bundled;

import java.util.stream.Stream;
import omni.sec.Company;

/** A line of the table of companies. */
public final class CompanyLine {

    private static final int RANK_DIGITS = 5;

    private CompanyLine() {}

    /** Ranks as keys sort like numbers. */
    public static String key(int rank) {
        return DataSetIndex.zeroPad(rank, RANK_DIGITS);
    }

    public static String write(int rank, Company company) {
        return Columns.of(Stream.of(
                        key(rank),
                        company.cik(),
                        company.name(),
                        company.exchange().orElse(""),
                        String.join(",", company.tickers()),
                        String.join("|", company.aliases()),
                        company.sic().orElse(""),
                        company.sicDescription().orElse(""),
                        company.state().orElse(""),
                        company.fiscalYearEnd().orElse(""),
                        company.city().orElse(""),
                        company.cityState().orElse(""),
                        company.phone().orElse("")))
                .line();
    }

    static Company read(Columns line) {
        return new Company(
                line.text(1),
                line.text(2),
                line.optional(3),
                line.list(4, ","),
                line.list(5, "|"),
                line.optional(6),
                line.optional(7),
                line.optional(8),
                line.optional(9),
                line.optional(10),
                line.optional(11),
                line.optional(12));
    }
}
