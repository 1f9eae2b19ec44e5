package stripesimulator.billing;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The periods of a recurring price, counted from the subscription's anchor, so that the 31st comes back after February. */
final class Periods {

    private Periods() {}

    /**
     * The end of the period that begins at {@code start}, in seconds: the first turn of the interval after it, or the
     * anchor itself if that is still to come.
     */
    static long next(long anchor, JsonNode price, long start) {
        if (anchor > start) {
            return anchor;
        }
        var interval = text(price.path("recurring"), "interval");
        long count = price.path("recurring").path("interval_count").asLong(1);
        var from = Instant.ofEpochSecond(anchor).atOffset(ZoneOffset.UTC);
        long turn = 1;
        while (turn(from, interval, turn * count) <= start) {
            turn++;
        }
        return turn(from, interval, turn * count);
    }

    private static long turn(OffsetDateTime from, String interval, long count) {
        var moment = switch (interval) {
            case "day" -> from.plusDays(count);
            case "week" -> from.plusWeeks(count);
            case "month" -> from.plusMonths(count);
            case "year" -> from.plusYears(count);
            default -> throw new IllegalStateException("A price recurs every " + interval);
        };
        return moment.toEpochSecond();
    }
}
