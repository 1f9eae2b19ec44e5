package omni.catalog;

import java.util.List;

/**
 * A path with places: {@code {name}} is one segment, {@code **} (last only) one or more (contract 7.1).
 *
 * @param text as the catalog writes it
 * @param segments between the slashes
 */
public record PathTemplate(String text, List<String> segments) {

    private static final String REST = "**";

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    public static PathTemplate of(String text) {
        if (!text.startsWith("/") || text.length() < 2) {
            throw new IllegalArgumentException("must start with / and name at least one segment");
        }
        var segments = List.of(text.substring(1).split("/", -1));
        for (var index = 0; index < segments.size(); index++) {
            var segment = segments.get(index);
            var place = (segment.equals(REST) && index == segments.size() - 1) || isParameter(segment);
            if (!place && !segment.matches("[A-Za-z0-9._~-]+")) {
                throw new IllegalArgumentException("has a bad segment: '" + segment + "'");
            }
        }
        return new PathTemplate(text, segments);
    }

    private static boolean isParameter(String segment) {
        return segment.matches("\\{[A-Za-z][A-Za-z0-9_]*\\}");
    }

    /** Whether it ends in any number of segments. */
    public boolean isOpen() {
        return segments.getLast().equals(REST);
    }

    /** The names of its places, in order. */
    public List<String> parameters() {
        return segments.stream()
                .filter(PathTemplate::isParameter)
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }

    /** Whether a path, as called, is one of these. */
    public boolean matches(String path) {
        return path.startsWith("/") && matches(List.of(path.substring(1).split("/", -1)));
    }

    boolean matches(List<String> path) {
        if (isOpen() ? path.size() < segments.size() : path.size() != segments.size()) {
            return false;
        }
        for (var index = 0; index < segments.size(); index++) {
            var segment = segments.get(index);
            if (!segment.equals(REST) && !isParameter(segment) && !segment.equals(path.get(index))) {
                return false;
            }
            if (path.get(index).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether every path of the other template is one of these, place by place. */
    public boolean covers(PathTemplate other) {
        if (segments.size() != other.segments.size() || other.segments.getLast().equals(REST)) {
            return false;
        }
        for (var index = 0; index < segments.size(); index++) {
            var segment = segments.get(index);
            if (!isParameter(segment) && !segment.equals(other.segments.get(index))) {
                return false;
            }
        }
        return true;
    }

    /** A text that sorts the more literal template first: literal beats parameter beats {@code **}, from the left. */
    String precedence() {
        var order = new StringBuilder();
        for (var segment : segments) {
            order.append(segment.equals(REST) ? '2' : isParameter(segment) ? '1' : '0');
        }
        return order.toString();
    }
}
