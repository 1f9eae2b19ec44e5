package omni.sec.bundled;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a name of the table of names stands for.
 *
 * @param rank of the company; small is large
 */
public record NameEntry(Kind kind, int rank) implements Comparable<NameEntry> {

    private static final Comparator<NameEntry> STRONGEST_FIRST =
            Comparator.comparing(NameEntry::kind).thenComparingInt(NameEntry::rank);

    /** How the company has the name, strongest first. */
    public enum Kind {
        FULL,
        ALIAS,
        WITHOUT_SUFFIX;

        private char letter() {
            return name().charAt(0);
        }
    }

    public String write() {
        return kind.letter() + String.valueOf(rank);
    }

    static NameEntry read(String text) {
        var kind = Stream.of(Kind.values())
                .filter(candidate -> candidate.letter() == text.charAt(0))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not a name's kind: " + text));
        return new NameEntry(kind, Integer.parseInt(text.substring(1)));
    }

    /** The entries of a line, strongest first. */
    static List<NameEntry> ofLine(Columns line) {
        return line.list(1, ",").stream().map(NameEntry::read).sorted().toList();
    }

    @Override
    public int compareTo(NameEntry other) {
        return STRONGEST_FIRST.compare(this, other);
    }
}
