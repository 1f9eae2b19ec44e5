package omni.assistant;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** The list of a result as lines of text: those that were asked for, else the first. */
record Rows(Map<String, @Nullable Object> result, Set<String> stems) {

    private static final int MOST = 8;
    private static final int MOST_ASKED = 4;
    private static final int MOST_VALUES = 8;
    private static final List<String> LABELS = List.of("label", "title", "name", "headline");
    private static final Pattern DATE = Pattern.compile(
            "((fy|q[1-4]|h[12]|[a-z]{3,9}) ?)?'?(19|20)[0-9]{2}([-/ ]?[-0-9a-z/:. ]{0,30})?", CASE_INSENSITIVE);
    private static final List<String> AMOUNTS = List.of("value", "amount", "reading");

    private record Line(String text, double fit) {}

    List<String> lines() {
        var rows = list();
        var all = rows.stream().map(this::line).toList();
        var asked = all.stream()
                .filter(line -> line.fit() > 0)
                .sorted(Comparator.comparingDouble(Line::fit).reversed())
                .limit(MOST_ASKED)
                .toList();
        var shown = (asked.isEmpty() ? all.stream().limit(MOST) : asked.stream())
                .map(Line::text)
                .collect(Collectors.toCollection(ArrayList::new));
        if (shown.size() < rows.size()) {
            shown.add(
                    "… and " + (ResultTree.isCut(result) ? "at least " : "") + (rows.size() - shown.size()) + " more");
        }
        return shown;
    }

    /** The stems of all labels. */
    Set<String> labels() {
        return list().stream()
                .flatMap(row -> label(row).stream())
                .flatMap(label -> Stem.all(label).stream())
                .collect(Collectors.toSet());
    }

    /** Whether any row was asked for. */
    boolean areAsked() {
        return labels().stream().anyMatch(stems::contains);
    }

    /** Whether there is a list and it holds nothing. */
    boolean areNone() {
        return result.values().stream().anyMatch(value -> value instanceof List<?> list && list.isEmpty())
                && list().isEmpty();
    }

    /** The list whose rows have names, else the longest. */
    private List<Map<String, @Nullable Object>> list() {
        var lists = new ArrayList<List<Map<String, @Nullable Object>>>();
        for (var value : result.values()) {
            if (value instanceof List<?> && !ResultTree.objects(value).isEmpty()) {
                lists.add(ResultTree.objects(value));
            }
        }
        for (var rows : lists) {
            if (label(rows.getFirst()).isPresent()) {
                return rows;
            }
        }
        lists.removeIf(Rows::isOfIdentifiers);
        lists.sort(Comparator.comparingInt(rows -> -rows.size()));
        return lists.isEmpty() ? List.of() : lists.getFirst();
    }

    /** Pairs of a type and a value name a thing, and say nothing of it. */
    private static boolean isOfIdentifiers(List<Map<String, @Nullable Object>> rows) {
        return rows.getFirst().containsKey("type") && rows.getFirst().containsKey("value");
    }

    private static Optional<String> label(Map<String, @Nullable Object> row) {
        return LABELS.stream()
                .filter(row::containsKey)
                .map(name -> Plainly.text(row.get(name)))
                .findFirst();
    }

    private Line line(Map<String, @Nullable Object> row) {
        var label = label(row).orElse("");
        var values = row.values().stream()
                .filter(List.class::isInstance)
                .map(value -> values((List<?>) value))
                .filter(each -> !each.isEmpty())
                .findFirst();
        var unit = row.get("unit") instanceof String text && !text.isEmpty() ? " (" + Plainly.line(text) + ")" : "";
        var text = values.map(each -> label + unit + ": " + String.join("; ", each))
                .orElseGet(() -> flat(row, label));
        return new Line("- " + text, fit(label));
    }

    /** How much of the label was asked for. */
    private double fit(String label) {
        var said = Stem.all(label);
        long asked = said.stream().filter(stems::contains).count();
        return said.isEmpty() ? 0 : asked / (double) said.size();
    }

    /** Values of a row, each with its heading: of its own, or from the list beside the rows that is as long. */
    private List<String> values(List<?> values) {
        var headings = headings(values.size());
        var shown = IntStream.range(0, Math.min(MOST_VALUES, values.size()))
                .mapToObj(at -> value(values.get(at), at < headings.size() ? headings.get(at) : ""))
                .collect(Collectors.toCollection(ArrayList::new));
        if (shown.size() < values.size()) {
            shown.add("… and " + (values.size() - shown.size()) + " more");
        }
        return shown;
    }

    private static String value(@Nullable Object value, String heading) {
        if (value instanceof Map<?, ?>) {
            var object = Json.asObject(value);
            var amount = AMOUNTS.stream().filter(object::containsKey).findFirst();
            var own = object.entrySet().stream()
                    .filter(each -> !each.getKey().equals(amount.orElse("")) && each.getValue() instanceof String)
                    .map(each -> Plainly.text(each.getValue()))
                    .findFirst();
            return amount.map(name -> headed(Plainly.text(object.get(name)), own.orElse(heading)))
                    .orElseGet(() -> flat(object, ""));
        }
        return headed(Plainly.text(value), heading);
    }

    private static String headed(String value, String heading) {
        return heading.isEmpty() ? value : value + " (" + heading + ")";
    }

    private List<String> headings(int count) {
        return result.values().stream()
                .filter(value -> value instanceof List<?> list && list.size() == count)
                .map(value -> ((List<?>) value).stream().map(Rows::heading).toList())
                .filter(headings -> headings.stream().noneMatch(String::isEmpty))
                .findFirst()
                .orElse(List.of());
    }

    /** A date or a year that stands for a column: by itself, or in an object that is no source. */
    private static String heading(@Nullable Object column) {
        if (column instanceof Map<?, ?>) {
            var object = Json.asObject(column);
            return label(object).isPresent() || object.keySet().stream().anyMatch(Rows::isOfSource)
                    ? ""
                    : object.values().stream()
                            .filter(String.class::isInstance)
                            .findFirst()
                            .map(Rows::heading)
                            .orElse("");
        }
        var text = column instanceof Number ? String.valueOf(column) : column instanceof String said ? said : "";
        return DATE.matcher(text).matches() ? Plainly.line(text) : "";
    }

    private static boolean isOfSource(String name) {
        var plain = ResultTree.plain(name);
        return plain.endsWith("url") || plain.startsWith("accession");
    }

    private static String flat(Map<String, @Nullable Object> row, String label) {
        var values = row.entrySet().stream()
                .filter(each -> !LABELS.contains(each.getKey()) && isShown(each.getValue()))
                .limit(MOST_VALUES)
                .map(each -> ResultTree.words(each.getKey()) + " " + Plainly.text(each.getValue()))
                .collect(Collectors.joining(", "));
        return label.isEmpty() ? values : label + (values.isEmpty() ? "" : ": " + values);
    }

    private static boolean isShown(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean || (value instanceof String text && !text.isBlank());
    }
}
