package omni.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import omni.access.Principal;

/**
 * May this key be replaced by a new one, and what becomes of both (contract 11.2)? A pure function over one version of
 * the key ring. Each key has at most one serving successor, so that a line of keys stays a line.
 *
 * @param by who asks
 * @param keyId of the key to be replaced
 * @param overlap how long it still serves; zero for not at all
 * @param limit of active keys
 */
public record KeyRotation(Principal by, String keyId, Duration overlap, int limit) {

    /** The fresh parts of the key to be made. */
    public record Fresh(String id, String hash, String prefix) {}

    /** What the decision is, in the order of its checks. */
    public sealed interface Outcome {

        /** No such key, or one of somebody else. */
        record Unknown() implements Outcome {}

        /** A test key may not replace a live one. */
        record LiveKey() implements Outcome {}

        /** A key with an end takes the place of itself alone, and only up to its own date: no bounded key makes an unbounded one. */
        record Bounded() implements Outcome {}

        /** The new key would have scopes that its maker lacks. */
        record Lacking(List<String> scopes) implements Outcome {}

        record Revoked() implements Outcome {}

        /** Another key serves in its place already: that one is the one to rotate. */
        record Replaced(ApiKey by) implements Outcome {}

        /** A third serving key of one line, and no room for it. */
        record LimitReached(long active) implements Outcome {}

        record Rotated(ApiKey oldKey, ApiKey successor) implements Outcome {}
    }

    public Outcome decide(KeyRing ring, Fresh fresh, Instant now) {
        var key = ring.find(keyId).orElse(null);
        if (key == null) {
            return new Outcome.Unknown();
        }
        if (key.livemode() && !by.livemode()) {
            return new Outcome.LiveKey();
        }
        if (by.keyExpiresAt() != null && !mayFollow(key)) {
            return new Outcome.Bounded();
        }
        var lacking = by.lacking(key.scopesAt(now));
        if (!lacking.isEmpty()) {
            return new Outcome.Lacking(lacking);
        }
        if (!key.activeAt(now)) {
            return new Outcome.Revoked();
        }
        var successor = ring.successor(keyId, now);
        return successor.isPresent() ? new Outcome.Replaced(successor.get()) : withinLimit(ring, key, fresh, now);
    }

    private boolean mayFollow(ApiKey key) {
        return key.id().equals(by.principalId()) && Objects.equals(key.ownEnd(), key.expiresAt());
    }

    /** A pair takes no more room than its key did, even where the plan's limit was lowered since. */
    private Outcome withinLimit(KeyRing ring, ApiKey key, Fresh fresh, Instant now) {
        var ended = key.endingAt(now.plus(overlap), now);
        var successor = key.successor(fresh.id(), fresh.hash(), fresh.prefix(), KeyCreator.caller(by, ring), now);
        var before = ring.activeCount(now);
        var after = ring.rotate(ended, successor, now).activeCount(now);
        return after <= Math.max(before, limit)
                ? new Outcome.Rotated(ended, successor)
                : new Outcome.LimitReached(before);
    }
}
