package omni.assistant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omni.chat.RuntimeStep.Citation;
import org.jspecify.annotations.Nullable;

/** Finds what a result says of where it is from, under the names of a citation's fields. */
final class ResultSources {

    private static final int MOST = 3;
    private static final List<String> ACCESSIONS = List.of("accession", "accessionNumber");
    private static final List<String> KEYS = List.of("sectionKey");
    private static final List<String> SNIPPETS = List.of("snippet", "highlightedSnippet", "abstract");
    private static final List<String> ADDRESSES = List.of("sourceUrl", "filingUrl", "url", "href", "link");

    private ResultSources() {}

    /** The citations of a result: of each entry in its list of sources, or the one of itself; none where it names no source. */
    static List<Citation> of(Map<String, @Nullable Object> result) {
        var listed = ResultTree.objects(result.get("sources")).stream()
                .limit(MOST)
                .flatMap(source -> citation(source, result).stream())
                .toList();
        return listed.isEmpty() ? citation(result, result).stream().toList() : listed;
    }

    private static Optional<Citation> citation(
            Map<String, @Nullable Object> source, Map<String, @Nullable Object> result) {
        var accession = ResultTree.text(source, ACCESSIONS);
        var address =
                ResultTree.text(source, ADDRESSES).or(() -> address(source)).filter(ResultSources::isWeb);
        if (accession.isEmpty() && address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Citation(
                accession.map(Plainly::line).orElse(null),
                ResultTree.text(result, KEYS)
                        .or(() -> keyOfKind(result))
                        .map(Plainly::line)
                        .orElse(null),
                address.orElse(null),
                ResultTree.text(result, SNIPPETS).map(Plainly::line).orElse(null)));
    }

    /** Any field of its own, or one level below, that ends as an address does. */
    private static Optional<String> address(Map<String, @Nullable Object> source) {
        return Stream.concat(
                        Stream.of(source),
                        source.values().stream()
                                .filter(Map.class::isInstance)
                                .flatMap(inner -> ResultTree.objects(inner).stream()))
                .flatMap(object -> object.entrySet().stream())
                .filter(field -> ResultTree.plain(field.getKey()).endsWith("url") && field.getValue() instanceof String)
                .map(field -> String.valueOf(field.getValue()))
                .findFirst();
    }

    private static boolean isWeb(String address) {
        return address.length() <= 2 * Plainly.LONGEST && address.matches("https?://\\S+");
    }

    /** An object that says its kind and has a key has the key of that kind. */
    private static Optional<String> keyOfKind(Map<String, @Nullable Object> result) {
        return result.get("object") instanceof String kind
                        && KEYS.contains(kind + "Key")
                        && result.get("key") instanceof String key
                ? Optional.of(key)
                : Optional.empty();
    }
}
