package omni.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import omni.http.QueryFields;
import org.jspecify.annotations.Nullable;

/**
 * The common query of the dashboard's reads (contract 11.7): {@code since} belongs to the span, {@code until} does not, so
 * that the spans of two months share no call. Without {@code until} the span ends with this very moment.
 *
 * @param last the latest instant that belongs to the span
 */
record UsageQuery(Instant since, Instant until, Instant last, boolean livemode) {

    private static final Duration DEFAULT_SPAN = Duration.ofDays(30);
    private static final Duration MAX_SPAN = Duration.ofDays(400);

    static UsageQuery read(QueryFields query, Instant now) {
        return read(query, now, null);
    }

    /**
     * Reads it.
     *
     * @param begun the span of the list that a cursor continues; what the caller gives goes before it
     */
    static UsageQuery read(QueryFields query, Instant now, @Nullable UsageQuery begun) {
        var livemode = query.truth("livemode", true);
        var givenSince = query.instant("since");
        var givenUntil = query.instant("until");
        if (begun != null && givenSince == null && givenUntil == null) {
            return new UsageQuery(begun.since(), begun.until(), begun.last(), livemode);
        }
        var until = givenUntil == null ? now : givenUntil;
        var since = givenSince == null ? until.minus(DEFAULT_SPAN) : givenSince;
        if (since.isAfter(until)) {
            query.fault("since", "must not be later than until");
        } else if (Duration.between(since, until).compareTo(MAX_SPAN) > 0) {
            query.fault("since", "must be at most 400 days before until");
        }
        return new UsageQuery(since, until, givenUntil == null ? now : before(until, since), livemode);
    }

    /** The millisecond before, as commits have milliseconds; a span without length is its instant. */
    private static Instant before(Instant until, Instant since) {
        var last = until.minusNanos(1).truncatedTo(ChronoUnit.MILLIS);
        return last.isBefore(since) ? since : last;
    }

    /** The span may be no longer than this: a fault where it is. */
    void within(Duration longest, QueryFields query, String message) {
        if (Duration.between(since, until).compareTo(longest) > 0) {
            query.fault("since", message);
        }
    }
}
