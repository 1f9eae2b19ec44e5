package omni.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The port to idempotency records (contract 10, architecture 5). */
public interface Idempotency {

    /** How long an attempt is left alone before it counts as dead. */
    Duration LOCK = Duration.ofSeconds(60);

    /** How long a key is remembered. */
    Duration LIFE = Duration.ofHours(24);

    /**
     * Keys are per owner and mode.
     *
     * @param owner an organization; or a person, for what they do before they have one
     */
    record Key(String owner, boolean live, String value) {}

    /** What is known under a key, read strongly consistent; a record past its life is absent. */
    State read(Key key, Instant now);

    /** Claims the key, on condition that it is still as {@code seen}; false when it is not. */
    boolean claim(Key key, State seen, InProgress claim, Instant now);

    /** Stores the answer, if {@code fence} still holds the key. */
    Completion complete(Key key, String fence, Stored answer, Instant now);

    /** Frees the key, if {@code fence} still holds it. */
    Release release(Key key, String fence);

    /**
     * Frees the key and puts the mark in one transaction, if {@code fence} still holds the key. A key that nobody holds was
     * freed by this very call before, or by a takeover that left its own mark: that one stays.
     */
    Annulment.Result annulAndRelease(Key key, String fence, VoidMark mark);

    sealed interface State {}

    record Absent() implements State {}

    /**
     * An attempt at work, or one that died.
     *
     * @param fence the attempt's own mark
     * @param fingerprint of method, path, query and body
     */
    record InProgress(String fingerprint, String usageId, String fence, Instant lockedUntil) implements State {}

    record Done(String fingerprint, Stored answer) implements State {}

    /**
     * A stored answer.
     *
     * @param headers that the endpoint itself set, {@code Content-Type} among them
     * @param body as it was sent; null when it was too large to be stored
     */
    record Stored(
            int status,
            Map<String, String> headers,
            @Nullable Body body) {}

    /** How a release ended. */
    enum Release {
        /** Nobody holds the key. */
        FREED,
        /** Another attempt holds it, or has answered under it. */
        LOST_FENCE,
        UNKNOWN
    }

    /** How the storing of an answer ended. */
    enum Completion {
        DONE,
        LOST_FENCE,
        UNKNOWN
    }
}
