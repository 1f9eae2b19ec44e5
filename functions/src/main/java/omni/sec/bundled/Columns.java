package omni.sec.bundled;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of a resource: columns between tabs, {@code -} for one that is empty, so that no line ends in a blank. */
public record Columns(List<String> values) {

    private static final String NONE = "-";

    public Columns {
        values = List.copyOf(values);
    }

    public static Columns of(Stream<String> values) {
        return new Columns(values.toList());
    }

    public static Columns parse(String line) {
        return new Columns(Stream.of(line.split("\t", -1))
                .map(column -> column.equals(NONE) ? "" : column)
                .toList());
    }

    public String line() {
        return values.stream().map(Columns::escape).collect(Collectors.joining("\t"));
    }

    public String text(int column) {
        return values.get(column);
    }

    public Optional<String> optional(int column) {
        return Optional.of(text(column)).filter(value -> !value.isEmpty());
    }

    public int number(int column) {
        return Integer.parseInt(text(column));
    }

    /** A list in one column. */
    public List<String> list(int column, String separator) {
        return text(column).isEmpty() ? List.of() : List.of(text(column).split(Pattern.quote(separator)));
    }

    public List<String> from(int column) {
        return values.subList(column, values.size());
    }

    private static String escape(String value) {
        if (value.equals(NONE) || value.indexOf('\t') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("A column cannot hold: " + value);
        }
        return value.isEmpty() ? NONE : value;
    }
}
