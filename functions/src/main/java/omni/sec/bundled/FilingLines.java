package omni.sec.bundled;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import omni.sec.Filing;
import omni.sec.SectionPlace;

/** An issuer's filings: a line for each, followed by a line for each of its sections. */
public final class FilingLines {

    private static final String FILING = "F";
    private static final String SECTION = "S";

    private FilingLines() {}

    public static String resource(String cik) {
        return "filings/" + cik + ".tsv";
    }

    public static Stream<String> write(Filing filing) {
        var head = Columns.of(Stream.of(
                FILING,
                filing.cik(),
                filing.accessionNumber(),
                filing.form(),
                filing.filingDate().toString(),
                filing.periodOfReport().toString(),
                String.valueOf(filing.fiscalYear()),
                filing.fiscalPeriod(),
                filing.url(),
                filing.textLength().isPresent()
                        ? String.valueOf(filing.textLength().getAsInt())
                        : "",
                filing.corroborated() ? "corroborated" : ""));
        var sections = filing.sections().stream()
                .map(section -> Columns.of(Stream.of(
                        SECTION,
                        section.key(),
                        section.title(),
                        String.valueOf(section.startOffset()),
                        String.valueOf(section.endOffset()))));
        return Stream.concat(Stream.of(head), sections).map(Columns::line);
    }

    static List<Filing> read(List<String> lines) {
        var filings = new ArrayList<Filing>();
        var sections = new ArrayList<SectionPlace>();
        for (var line : lines.reversed()) {
            var columns = Columns.parse(line);
            if (columns.text(0).equals(SECTION)) {
                sections.addFirst(
                        new SectionPlace(columns.text(1), columns.text(2), columns.number(3), columns.number(4)));
            } else {
                filings.addFirst(filing(columns, sections));
                sections.clear();
            }
        }
        return List.copyOf(filings);
    }

    private static Filing filing(Columns line, List<SectionPlace> sections) {
        return new Filing(
                line.text(1),
                line.text(2),
                line.text(3),
                LocalDate.parse(line.text(4)),
                LocalDate.parse(line.text(5)),
                line.number(6),
                line.text(7),
                line.text(8),
                line.text(9).isEmpty() ? OptionalInt.empty() : OptionalInt.of(line.number(9)),
                !line.text(10).isEmpty(),
                sections);
    }
}
