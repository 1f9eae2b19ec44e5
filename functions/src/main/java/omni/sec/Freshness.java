package omni.sec;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How current an object is: a shared block of contract 11.12. A source without a clock cannot say whether something
 * newer exists, so the status is {@code unknown} and {@code asOf} says when it was looked at.
 */
public record Freshness(String status, Instant asOf, Optional<Instant> sourcePublishedAt) {

    static Freshness of(Origin origin) {
        return new Freshness("unknown", origin.retrievedAt(), Optional.empty());
    }

    /** The SEC gives the day of filing only: its first instant in UTC stands for it. */
    static Freshness of(Origin origin, Filing filing) {
        var published = filing.filingDate().atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Freshness("unknown", origin.retrievedAt(), Optional.of(published));
    }
}
