package omni.sec;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One statement as it stands in one filing.
 *
 * @param rows in the filing's order
 */
public record Face(String accessionNumber, List<Row> rows) {

    public Face {
        rows = List.copyOf(rows);
    }

    /**
     * A line of the statement.
     *
     * @param key unique in its statement
     * @param concept tag as filed, {@code taxonomy:Tag}
     * @param unit {@code USD}, {@code USD/shares} or {@code shares}
     */
    public record Row(String key, String concept, String label, String unit, List<Figure> figures) {

        public Row {
            figures = List.copyOf(figures);
        }

        String taxonomy() {
            return concept.substring(0, Math.max(0, concept.indexOf(':')));
        }

        String tag() {
            return concept.substring(concept.indexOf(':') + 1);
        }
    }

    /** A reported number, in full units; an empty start means the balance of a day. */
    public record Figure(Optional<LocalDate> periodStart, LocalDate periodEnd, BigDecimal value) {}
}
