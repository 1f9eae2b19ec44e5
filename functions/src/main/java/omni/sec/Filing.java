package omni.sec;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A filing as the source knows it.
 *
 * @param fiscalYear as the issuer counts it
 * @param fiscalPeriod {@code FY}, {@code Q1}, {@code Q2} or {@code Q3}
 * @param textLength Unicode code points of the text that the sections' offsets refer to
 * @param corroborated whether the accession number comes from the SEC's own data or from two sources
 * @param sections in the order of the text; empty where the source has no text
 */
public record Filing(
        String cik,
        String accessionNumber,
        String form,
        LocalDate filingDate,
        LocalDate periodOfReport,
        int fiscalYear,
        String fiscalPeriod,
        String url,
        OptionalInt textLength,
        boolean corroborated,
        List<SectionPlace> sections) {

    public Filing {
        if (!accessionNumber.matches("[0-9]{10}-[0-9]{2}-[0-9]{6}")) {
            throw new IllegalArgumentException("Not an accession number: " + accessionNumber);
        }
        sections = List.copyOf(sections);
    }

    public Optional<SectionPlace> section(String key) {
        return sections.stream().filter(section -> section.key().equals(key)).findFirst();
    }

    /** Whether a section's place is within the filing's text. */
    boolean holds(SectionPlace section) {
        return textLength.isEmpty() || section.endOffset() <= textLength.getAsInt();
    }

    /** The period in words: {@code fiscal year 2024}, {@code Q2 of fiscal year 2025}. */
    String periodInWords() {
        var year = "fiscal year " + fiscalYear;
        return fiscalPeriod.equals("FY") ? year : fiscalPeriod + " of " + year;
    }
}
