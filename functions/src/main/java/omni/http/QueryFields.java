package omni.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import omni.event.ListPosition;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * The border check of a query string. The first fault is kept: 400 {@code invalid_query_parameter} names one parameter
 * (contract 9.4). A parameter without a value reads as absent.
 */
public final class QueryFields {

    private static final Instant BEYOND = Instant.parse("9999-01-01T00:00:00Z");

    private final Map<String, String> query;
    private Reply.@Nullable Problem problem;

    private QueryFields(Map<String, String> query) {
        this.query = query;
    }

    public static QueryFields of(Request request) {
        return new QueryFields(request.query());
    }

    /** A parameter that came more than once: nobody could say which of its values counts, even where they are equal. */
    public static Reply.Problem repetition(String name) {
        return Reply.Problem.of(ErrorCode.INVALID_QUERY_PARAMETER, "A parameter of the query may come once only.")
                .detail("parameter", name);
    }

    /** What is wrong; null when nothing is. */
    public Reply.@Nullable Problem problem() {
        return problem;
    }

    /** The answer to what was read, or what is wrong with it. */
    public Reply answer(Supplier<Reply> answer) {
        return problem == null ? answer.get() : problem;
    }

    public void fault(String name, String message) {
        if (problem == null) {
            problem = Reply.Problem.of(ErrorCode.INVALID_QUERY_PARAMETER, "The parameter " + name + " " + message + ".")
                    .detail("parameter", name);
        }
    }

    public @Nullable String text(String name) {
        var value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A whole number, drawn into its range (contract 2). */
    public int clamp(String name, int min, int max, int absent) {
        var value = text(name);
        if (value == null) {
            return absent;
        }
        if (!value.matches("-?[0-9]+")) {
            fault(name, "must be a whole number");
            return absent;
        }
        var negative = value.startsWith("-");
        var beyond = value.length() > 10;
        if (beyond) {
            return negative ? min : max;
        }
        return Math.clamp(Long.parseLong(value), min, max);
    }

    public @Nullable Instant instant(String name) {
        var value = text(name);
        var instant = value == null
                ? null
                : Timestamps.parse(value).filter(QueryFields::storable).orElse(null);
        if (value != null && instant == null) {
            fault(name, "must be an ISO-8601 instant, for example 2026-05-01T00:00:00.000Z");
        }
        return instant;
    }

    /** Milliseconds of other ages have no place in a list. */
    private static boolean storable(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && instant.isBefore(BEYOND);
    }

    public @Nullable String oneOf(String name, List<String> accepted) {
        var value = text(name);
        if (value == null || accepted.contains(value)) {
            return value;
        }
        fault(name, "must be one of: " + String.join(", ", accepted));
        checkAccepted(name, accepted);
        return null;
    }

    private void checkAccepted(String name, List<String> accepted) {
        var known = problem;
        if (known != null && name.equals(known.details().get("parameter"))) {
            problem = known.detail("acceptedValues", accepted);
        }
    }

    public boolean truth(String name, boolean absent) {
        var value = oneOf(name, List.of("true", "false"));
        return value == null ? absent : value.equals("true");
    }

    /** Where a list goes on; null for its beginning. */
    public @Nullable ListPosition cursor() {
        var value = text("cursor");
        var position = value == null ? null : Cursor.decode(value).orElse(null);
        if (value != null && position == null) {
            fault("cursor", "must be the nextCursor of an earlier answer");
        }
        return position;
    }
}
