package omni.assistant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text as far as its words are known: misspelt ones are read as what they are nearest to. */
final class Utterance {

    /** How many different unknown words are looked up. */
    static final int MOST_CORRECTIONS = 40;

    private final List<Word> words;
    private final List<String> stems;
    private final List<Boolean> known;
    private final Map<String, Set<Integer>> places = new LinkedHashMap<>();

    /**
     * @param stems one for each word; empty for a quotation
     * @param known of each word, whether it is a product's or general English
     */
    private Utterance(List<Word> words, List<String> stems, List<Boolean> known) {
        this.words = List.copyOf(words);
        this.stems = List.copyOf(stems);
        this.known = List.copyOf(known);
        for (int at = 0; at < words.size(); at++) {
            if (!stems.get(at).isEmpty() && !isStop(at)) {
                places.computeIfAbsent(stems.get(at), any -> new LinkedHashSet<>())
                        .add(at);
            }
        }
    }

    static Utterance of(String text, Vocabulary vocabulary) {
        var written = Words.of(text);
        var words = isShouted(written) ? written.stream().map(Word::inSmall).toList() : written;
        var stems = new ArrayList<String>();
        var known = new ArrayList<Boolean>();
        Map<String, String> corrected = new HashMap<>();
        for (int at = 0; at < words.size(); at++) {
            var word = words.get(at);
            var stem = word.isQuoted() ? "" : vocabulary.stem(word.lower());
            if (isUnknown(word, vocabulary) && (at == 0 || !word.isCapital()) && corrected.size() < MOST_CORRECTIONS) {
                stem = corrected.computeIfAbsent(
                        word.lower(),
                        lower -> vocabulary
                                .spelling()
                                .nearest(lower)
                                .map(Stem::of)
                                .orElse(Stem.of(lower)));
            }
            stems.add(stem);
            known.add(!word.isQuoted() && (English.isStop(word.lower()) || isKnown(stem, vocabulary)));
        }
        return new Utterance(words, stems, known);
    }

    private static boolean isUnknown(Word word, Vocabulary vocabulary) {
        return !word.isQuoted() && !English.isStop(word.lower()) && !isKnown(vocabulary.stem(word.lower()), vocabulary);
    }

    private static boolean isKnown(String stem, Vocabulary vocabulary) {
        return vocabulary.knows(stem) || English.isCommon(stem);
    }

    /** Whether a sentence is written in capitals, so that they say nothing of its words. */
    private static boolean isShouted(List<Word> words) {
        return words.stream().allMatch(word -> word.isUpper() || (word.text().equals(word.lower()) && word.hasDigit()))
                && words.stream().filter(word -> English.isStop(word.lower())).count() > 1;
    }

    int size() {
        return words.size();
    }

    Word word(int at) {
        return words.get(at);
    }

    /** The word in lower case; empty outside of the text. */
    String lower(int at) {
        return at >= 0 && at < words.size() ? words.get(at).lower() : "";
    }

    boolean isStop(int at) {
        return !words.get(at).isQuoted() && English.isStop(lower(at));
    }

    List<Word> words() {
        return words;
    }

    boolean isKnown(int at) {
        return known.get(at);
    }

    /** The different stems that say something, in their order. */
    Set<String> meant() {
        return places.keySet();
    }

    /** Where a stem stands. */
    Set<Integer> places(String stem) {
        return places.getOrDefault(stem, Set.of());
    }

    private Utterance part(int from, int to) {
        return new Utterance(words.subList(from, to), stems.subList(from, to), known.subList(from, to));
    }

    /** The text between what joins several questions; the whole where nothing does. */
    List<Utterance> clauses() {
        var clauses = new ArrayList<Utterance>();
        int from = 0;
        for (int at = 0; at < size(); at++) {
            if (Set.of("and", "then", "also", "plus").contains(lower(at)) || word(at).before() == Word.Before.BREAK) {
                if (at > from) {
                    clauses.add(part(from, at));
                }
                from = at;
            }
        }
        if (from < size()) {
            clauses.add(part(from, size()));
        }
        return clauses;
    }
}
