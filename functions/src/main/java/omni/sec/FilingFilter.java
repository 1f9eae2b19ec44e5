package omni.sec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which of an issuer's filings is meant: the newest that fits everything the caller said. */
record FilingFilter(
        Optional<String> form, Optional<String> fiscalPeriod, OptionalInt filingYear, OptionalInt fiscalYear) {

    Optional<Filing> newest(List<Filing> filings) {
        return filings.stream().filter(this::fits).findFirst();
    }

    String notFoundMessage(Company company) {
        var wanted =
                new StringBuilder("No ").append(form.map(name -> "Form " + name).orElse("filing"));
        fiscalPeriod.ifPresent(period -> wanted.append(" for ").append(period));
        fiscalYear.ifPresent(year -> wanted.append(" of fiscal year ").append(year));
        filingYear.ifPresent(year -> wanted.append(" filed in ").append(year));
        return wanted.append(" of ")
                .append(company.name())
                .append(" is available.")
                .toString();
    }

    private boolean fits(Filing filing) {
        return form.filter(name -> !plain(name).equals(plain(filing.form()))).isEmpty()
                && fiscalPeriod
                        .filter(period -> !period.equals(filing.fiscalPeriod()))
                        .isEmpty()
                && (filingYear.isEmpty()
                        || filingYear.getAsInt() == filing.filingDate().getYear())
                && (fiscalYear.isEmpty() || fiscalYear.getAsInt() == filing.fiscalYear());
    }

    /** {@code 10K} means the 10-K. */
    private static String plain(String form) {
        return form.replaceAll("[ /-]", "");
    }
}
