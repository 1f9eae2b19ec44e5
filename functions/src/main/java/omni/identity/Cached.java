package omni.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A document of the issuer that is fetched now and then: fresh for an hour, still good for a day while the issuer is
 * down (contract 15), and not asked for more often than every 30 seconds while there is one.
 */
final class Cached<T> {

    static final Duration FRESH = Duration.ofHours(1);
    static final Duration USABLE = Duration.ofHours(24);
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** Fetches the document. */
    interface Source<T> {
        T fetch() throws IssuerUnreachable;
    }

    private final InstantSource clock;
    private final Source<T> source;
    private final Duration coldPause;
    private @Nullable T value;
    private @Nullable Instant fetchedAt;
    private @Nullable Instant attemptedAt;
    private @Nullable IssuerUnreachable failure;

    Cached(InstantSource clock, Source<T> source) {
        this(clock, source, Duration.ZERO);
    }

    /** @param coldPause how long a failure stands for the next ones while there is no document that could be used */
    Cached(InstantSource clock, Source<T> source, Duration coldPause) {
        this.clock = clock;
        this.source = source;
        this.coldPause = coldPause;
    }

    /** The document; one that is no longer fresh while the issuer can't be reached. */
    synchronized T get() throws IssuerUnreachable {
        var now = clock.instant();
        var known = value;
        if (known != null && within(FRESH, fetchedAt, now)) {
            return known;
        }
        if (known == null || !within(USABLE, fetchedAt, now)) {
            return cold(now);
        }
        if (within(PAUSE, attemptedAt, now)) {
            return known;
        }
        try {
            return fetch(now);
        } catch (IssuerUnreachable e) {
            return known;
        }
    }

    /** The document as the issuer has it now: for whoever misses something in the known one. */
    synchronized T again() throws IssuerUnreachable {
        var now = clock.instant();
        var known = value;
        if (known == null) {
            return cold(now);
        }
        if (!within(PAUSE, attemptedAt, now)) {
            return fetch(now);
        }
        if (failure != null) {
            throw failure;
        }
        return known;
    }

    private T cold(Instant now) throws IssuerUnreachable {
        if (failure != null && within(coldPause, attemptedAt, now)) {
            throw failure;
        }
        return fetch(now);
    }

    private T fetch(Instant now) throws IssuerUnreachable {
        attemptedAt = now;
        try {
            var fetched = source.fetch();
            value = fetched;
            fetchedAt = now;
            failure = null;
            return fetched;
        } catch (IssuerUnreachable e) {
            failure = e;
            throw e;
        }
    }

    /** A clock that jumped back makes a document old, not young. */
    private static boolean within(Duration age, @Nullable Instant since, Instant now) {
        return since != null && !now.isBefore(since) && now.isBefore(since.plus(age));
    }
}
