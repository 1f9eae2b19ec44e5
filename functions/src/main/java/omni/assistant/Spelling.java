package omni.assistant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the known word that a misspelt one is nearest to: by letters left out, put in, changed or swapped. */
final class Spelling {

    /** Shorter ones are like too many. */
    private static final int SHORTEST = 4;

    private static final int LONGEST = 24;

    /** From here on two letters may be wrong. */
    private static final int LONG = 7;

    private final Map<Character, List<String>> known = new HashMap<>();
    private int comparisons;

    Spelling(Collection<String> words) {
        new TreeSet<>(words)
                .stream()
                        .filter(word ->
                                word.length() >= SHORTEST && word.chars().allMatch(Character::isLetter))
                        .forEach(word -> known.computeIfAbsent(word.charAt(0), any -> new ArrayList<>())
                                .add(word));
    }

    /** How many words have been compared, which is what this costs. */
    int comparisons() {
        return comparisons;
    }

    /** The nearest known word; of several the first by the alphabet. */
    Optional<String> nearest(String lower) {
        if (lower.length() < SHORTEST
                || lower.length() > LONGEST
                || !lower.chars().allMatch(Character::isLetter)) {
            return Optional.empty();
        }
        int allowed = lower.length() < LONG ? 1 : 2;
        var best = Optional.<String>empty();
        int least = allowed + 1;
        for (var word : candidates(lower)) {
            if (Math.abs(word.length() - lower.length()) <= allowed) {
                comparisons++;
                int distance = distance(lower, word);
                if (distance < least
                        && (lower.length() > SHORTEST || word.length() != lower.length() || isSwap(lower, word))) {
                    least = distance;
                    best = Optional.of(word);
                }
            }
        }
        return best;
    }

    /** Those that begin with one of the word's first two letters. */
    private List<String> candidates(String lower) {
        var words = new ArrayList<>(known.getOrDefault(lower.charAt(0), List.of()));
        if (lower.charAt(1) != lower.charAt(0)) {
            words.addAll(known.getOrDefault(lower.charAt(1), List.of()));
        }
        return words;
    }

    private static boolean isSwap(String one, String other) {
        return one.chars()
                .sorted()
                .boxed()
                .toList()
                .equals(other.chars().sorted().boxed().toList());
    }

    /** Optimal string alignment. */
    private static int distance(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                rows[row][column] =
                        Math.min(row, column) == 0 ? Math.max(row, column) : cell(rows, row, column, from, to);
            }
        }
        return rows[from.length()][to.length()];
    }

    private static int cell(int[][] rows, int row, int column, String from, String to) {
        int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        int least = Math.min(
                Math.min(rows[row - 1][column], rows[row][column - 1]) + 1, rows[row - 1][column - 1] + change);
        var isSwapped = row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        return isSwapped ? Math.min(least, rows[row - 2][column - 2] + 1) : least;
    }
}
