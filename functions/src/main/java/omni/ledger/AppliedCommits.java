package omni.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Which commits of an account are in a sum: all from the first to the last, but for those that are missing. An account's
 * sequence has no gaps and a time span of it is one stretch, so this stays small: a hole is a record that was parked.
 *
 * @param first the lowest commit that is in; 0 while none is
 * @param last the highest
 * @param missing what is not in between them, ascending and apart from each other
 */
public record AppliedCommits(long first, long last, List<Stretch> missing) {

    public static final AppliedCommits NONE = new AppliedCommits(0, 0, List.of());

    /** Some commits in a row, both ends included. */
    public record Stretch(long from, long to) {

        public Stretch {
            if (from > to) {
                throw new IllegalArgumentException("a stretch holds at least one commit");
            }
        }

        private boolean holds(long sequence) {
            return from <= sequence && sequence <= to;
        }

        private List<Stretch> without(long sequence) {
            var rest = new ArrayList<Stretch>();
            if (from < sequence) {
                rest.add(new Stretch(from, sequence - 1));
            }
            if (sequence < to) {
                rest.add(new Stretch(sequence + 1, to));
            }
            return rest;
        }
    }

    public AppliedCommits {
        missing = List.copyOf(missing);
    }

    public boolean holds(long sequence) {
        return first <= sequence
                && sequence <= last
                && last > 0
                && missing.stream().noneMatch(stretch -> stretch.holds(sequence));
    }

    /** Whether nothing is missing from the first one that is in up to {@code sequence}; where none is in, nothing is known to be. */
    public boolean reaches(long sequence) {
        return missing.isEmpty() && (last == 0 || last >= sequence);
    }

    /** With one commit more, wherever it belongs. */
    public AppliedCommits plus(long sequence) {
        if (holds(sequence)) {
            return this;
        }
        if (last == 0) {
            return new AppliedCommits(sequence, sequence, List.of());
        }
        var holes = new ArrayList<Stretch>();
        if (sequence + 1 < first) {
            holes.add(new Stretch(sequence + 1, first - 1));
        }
        for (var stretch : missing) {
            holes.addAll(stretch.holds(sequence) ? stretch.without(sequence) : List.of(stretch));
        }
        if (last + 1 < sequence) {
            holes.add(new Stretch(last + 1, sequence - 1));
        }
        return new AppliedCommits(Math.min(first, sequence), Math.max(last, sequence), holes);
    }
}
