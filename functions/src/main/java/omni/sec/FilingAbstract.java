package omni.sec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be said of a filing and its sections from facts alone: nothing here quotes a filing. */
record FilingAbstract(Company company, Filing filing, List<KeyFigure> figures) {

    /** A line of a statement that says most about an issuer, for the filing's own period and the one before. */
    record KeyFigure(String label, String unit, List<StatementTable.Cell> cells) {}

    /** The lines that are taken of each statement, in this order, where the issuer reports them. */
    private static List<String> keys(StatementKey statement) {
        return switch (statement) {
            case INCOME_STATEMENT -> List.of("revenue", "operating_income", "net_income", "eps_diluted");
            case BALANCE_SHEET -> List.of("total_assets", "total_liabilities", "stockholders_equity");
            case CASH_FLOW_STATEMENT -> List.of("operating_cash_flow", "capex");
        };
    }

    static List<KeyFigure> figures(StatementKey statement, StatementTable table) {
        return keys(statement).stream()
                .flatMap(key -> table.line(key).stream())
                .map(line -> new KeyFigure(line.row().label(), line.row().unit(), line.cells()))
                .toList();
    }

    String title() {
        return company.name() + ": Form " + filing.form() + " for " + filing.periodInWords();
    }

    String snippet() {
        var sections =
                filing.sections().isEmpty() ? "" : ", " + filing.sections().size() + " sections";
        return title() + ", period ended " + filing.periodOfReport() + ", filed " + filing.filingDate() + sections + "."
                + figuresInWords();
    }

    String summary() {
        return "# " + title() + "\n\n" + facts() + figuresTable() + closing("A summary");
    }

    String sectionSnippet(SectionPlace section) {
        return section.heading() + " (" + section.title() + ") of " + title() + ": " + number(section.length())
                + " characters." + figuresInWords();
    }

    String sectionContent(SectionPlace section) {
        var place = "- Section: " + section.heading() + ", " + section.title() + " (`" + section.key() + "`)\n"
                + "- Length: " + number(section.length()) + " characters, from " + number(section.startOffset())
                + " up to " + number(section.endOffset()) + textLength() + "\n";
        return "# " + section.heading() + ": " + section.title() + "\n\n" + facts() + place + figuresTable()
                + closing("An abstract");
    }

    private String facts() {
        return "- Issuer: " + company.name()
                + company.ticker().map(ticker -> " (" + ticker + ")").orElse("")
                + ", CIK " + company.cik() + "\n"
                + "- Filing: Form " + filing.form() + " for " + filing.periodInWords() + ", period ended "
                + filing.periodOfReport() + ", filed " + filing.filingDate() + "\n"
                + "- Accession number: " + filing.accessionNumber() + "\n";
    }

    private String textLength() {
        return filing.textLength().isPresent()
                ? " of " + number(filing.textLength().getAsInt()) + " in the filing's text"
                : "";
    }

    private String closing(String kind) {
        return "\n" + kind + " made from facts of the filing; the filing itself is at <" + filing.url() + ">.\n";
    }

    private String figuresInWords() {
        var words = new ArrayList<String>();
        for (var figure : figures) {
            latest(figure).ifPresent(value -> words.add(figure.label() + ": " + number(value) + " " + figure.unit()));
        }
        return words.isEmpty() ? "" : " " + String.join("; ", words.subList(0, Math.min(3, words.size()))) + ".";
    }

    private String figuresTable() {
        if (figures.isEmpty()) {
            return "";
        }
        var table = new StringBuilder("\n| Key figure | Unit | Period ended | Value |\n|---|---|---|---:|\n");
        for (var figure : figures) {
            for (var cell : figure.cells()) {
                cell.figure()
                        .ifPresent(value -> table.append("| ")
                                .append(figure.label())
                                .append(" | ")
                                .append(figure.unit())
                                .append(" | ")
                                .append(value.periodEnd())
                                .append(" | ")
                                .append(number(value.value()))
                                .append(" |\n"));
            }
        }
        return table.toString();
    }

    private static Optional<BigDecimal> latest(KeyFigure figure) {
        return figure.cells().getFirst().figure().map(Face.Figure::value);
    }

    private static String number(BigDecimal value) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, value.scale()) + "f", value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
