package omni.sec.bundled;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omni.sec.Match.Basis;
import omni.sec.Names;

/** Finds the company that a name means: as it is, without its legal form, by its beginning, by its words. */
record NameSearch(PagedTable names, PagedTable words) {

    /** Fewer letters begin too many names to mean one. */
    private static final int LEAST_LETTERS = 3;

    private static final int MOST_WORDS = 10;
    private static final int MOST_PAGES = 4;

    /** A company found by its rank. */
    record Hit(int rank, Basis basis, String value, BigDecimal confidence) {}

    Optional<Hit> find(String name) throws IOException {
        var full = Names.normalize(name);
        if (full.isEmpty()) {
            return Optional.empty();
        }
        var exact = exactly(full);
        if (exact.isPresent()) {
            return exact;
        }
        var bare = Names.withoutSuffix(name);
        var withoutSuffix = bare.equals(full) ? Optional.<Hit>empty() : byBareName(bare);
        if (withoutSuffix.isPresent() || bare.length() < LEAST_LETTERS) {
            return withoutSuffix;
        }
        var beginning = byBeginning(bare);
        return beginning.isPresent() ? beginning : byWords(name);
    }

    private Optional<Hit> exactly(String full) throws IOException {
        var line = names.find(full);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var best = NameEntry.ofLine(line.get()).getFirst();
        return switch (best.kind()) {
            case FULL -> hit(best.rank(), Basis.NAME, full, "1");
            case ALIAS -> hit(best.rank(), Basis.ALIAS, full, "0.95");
            case WITHOUT_SUFFIX -> byBareName(full);
        };
    }

    private Optional<Hit> byBareName(String bare) throws IOException {
        var line = names.find(bare);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var ranks = ranks(List.of(line.get()));
        return hit(ranks, Basis.NAME_WITHOUT_SUFFIX, bare, "0.9", "0.75");
    }

    private Optional<Hit> byBeginning(String bare) throws IOException {
        var lines = names.startingWith(bare, MOST_PAGES);
        var wholeWords = lines.stream()
                .filter(line -> line.text(0).startsWith(bare + " "))
                .toList();
        return wholeWords.isEmpty()
                ? hit(ranks(lines), Basis.NAME_PREFIX, bare, "0.6", "0.4")
                : hit(ranks(wholeWords), Basis.NAME_PREFIX, bare, "0.8", "0.6");
    }

    private Optional<Hit> byWords(String name) throws IOException {
        var wanted = Names.words(name);
        if (wanted.isEmpty() || wanted.size() > MOST_WORDS) {
            return Optional.empty();
        }
        Set<Integer> common = new HashSet<>(ranksOfLastWord(wanted.getLast()));
        for (var word : wanted.subList(0, wanted.size() - 1)) {
            if (common.isEmpty()) {
                break;
            }
            var line = words.find(word);
            common.retainAll(line.isEmpty() ? Set.of() : ranksOfWord(line.get()));
        }
        return hit(common, Basis.NAME_WORDS, String.join(" ", wanted), "0.65", "0.45");
    }

    /** The last word may be unfinished. */
    private Set<Integer> ranksOfLastWord(String word) throws IOException {
        var whole = words.find(word);
        if (whole.isPresent()) {
            return ranksOfWord(whole.get());
        }
        return word.length() < LEAST_LETTERS
                ? Set.of()
                : words.startingWith(word, 2).stream()
                        .flatMap(line -> ranksOfWord(line).stream())
                        .collect(Collectors.toSet());
    }

    private static Set<Integer> ranks(List<Columns> lines) {
        return lines.stream()
                .flatMap(line -> NameEntry.ofLine(line).stream())
                .map(NameEntry::rank)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> ranksOfWord(Columns line) {
        return line.list(1, ",").stream().map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** The largest of those found, surer if it is the only one. */
    private static Optional<Hit> hit(
            Set<Integer> ranks, Basis basis, String value, String confidenceAlone, String confidenceAmongOthers) {
        return ranks.stream()
                .min(Integer::compare)
                .flatMap(rank -> hit(rank, basis, value, ranks.size() == 1 ? confidenceAlone : confidenceAmongOthers));
    }

    private static Optional<Hit> hit(int rank, Basis basis, String value, String confidence) {
        return Optional.of(new Hit(rank, basis, value, new BigDecimal(confidence)));
    }
}
