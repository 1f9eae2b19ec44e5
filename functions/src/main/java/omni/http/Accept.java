package omni.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which of several renderings a caller prefers (RFC 9110, 12.5.1). The most specific range that a type falls under says its
 * quality. Of equal ones the one whose range stands first wins, then the one offered first, so that a caller without a
 * preference gets the default.
 */
public final class Accept {

    /** One range of the header and what the caller thinks of it. */
    private record Range(String type, String subtype, double quality) {

        /** 2 for the very type, 1 for all of its kind, 0 for anything, −1 for no match. */
        int specificity(String type, String subtype) {
            if (this.type.equals("*")) {
                return this.subtype.equals("*") ? 0 : -1;
            }
            if (!this.type.equals(type)) {
                return -1;
            }
            return this.subtype.equals("*") ? 1 : this.subtype.equals(subtype) ? 2 : -1;
        }
    }

    private final List<Range> ranges;

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    public static Accept of(Request request) {
        var lines = request.multiHeaders().getOrDefault("accept", List.of());
        return of(lines.isEmpty() ? request.header("Accept").orElse("") : String.join(",", lines));
    }

    /** Reads a header; a range that can't be read says nothing, and an empty header accepts everything. */
    static Accept of(String header) {
        var ranges = new ArrayList<Range>();
        for (var text : header.split(",", -1)) {
            var parts = text.strip().toLowerCase(Locale.ROOT).split(";", -1);
            var slash = parts[0].indexOf('/');
            var quality = quality(parts);
            if (slash > 0 && quality >= 0) {
                ranges.add(new Range(
                        parts[0].substring(0, slash).strip(),
                        parts[0].substring(slash + 1).strip(),
                        quality));
            }
        }
        return new Accept(ranges.isEmpty() ? List.of(new Range("*", "*", 1)) : ranges);
    }

    /** The range's {@code q}, 1 without one, −1 for one that is no number from 0 to 1. */
    private static double quality(String[] parts) {
        for (var index = 1; index < parts.length; index++) {
            var parameter = parts[index].strip();
            if (parameter.startsWith("q=")) {
                var text = parameter.substring(2);
                return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : -1;
            }
        }
        return 1;
    }

    /** Whether the caller names this very type, and not only all of a kind. */
    public boolean names(String type, String subtype) {
        return ranges.stream()
                .anyMatch(range -> range.type().equals(type) && range.subtype().equals(subtype) && range.quality() > 0);
    }

    /** The preferred one of the offered types; the first of them when none is acceptable. */
    public String preference(List<String> offered) {
        var best = offered.getFirst();
        for (var type : offered) {
            if (better(type, best)) {
                best = type;
            }
        }
        return best;
    }

    private boolean better(String type, String than) {
        var one = decisive(type);
        var other = decisive(than);
        if (one < 0 || other < 0) {
            return one >= 0 && ranges.get(one).quality() > 0;
        }
        var difference =
                Double.compare(ranges.get(one).quality(), ranges.get(other).quality());
        return difference > 0 || (difference == 0 && one < other);
    }

    /** The place of the range that speaks of a type, −1 for none. */
    private int decisive(String mediaType) {
        var slash = mediaType.indexOf('/');
        var found = -1;
        var specificity = -1;
        for (var index = 0; index < ranges.size(); index++) {
            var match = ranges.get(index).specificity(mediaType.substring(0, slash), mediaType.substring(slash + 1));
            if (match > specificity) {
                specificity = match;
                found = index;
            }
        }
        return found;
    }
}
