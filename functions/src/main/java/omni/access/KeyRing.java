package omni.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one organisation, versioned, so that limits hold under concurrency and lists are current.
 *
 * @param version rises with every change of the ring
 * @param keys newest first; revoked ones stay until there are more than {@link #MAX_KEPT} keys
 */
public record KeyRing(String orgId, long version, List<ApiKey> keys) {

    /** How many keys are kept and listed; beyond it the oldest revoked ones go. */
    public static final int MAX_KEPT = 250;

    public KeyRing {
        keys = keys.stream()
                .sorted(Comparator.comparing(ApiKey::createdAt)
                        .thenComparing(ApiKey::id)
                        .reversed())
                .toList();
    }

    public Optional<ApiKey> find(String keyId) {
        return keys.stream().filter(key -> key.id().equals(keyId)).findFirst();
    }

    /** Keys that count against the limit: a key and the one that it replaces count once while both serve. */
    public long activeCount(Instant now) {
        return keys.stream()
                .filter(key -> key.activeAt(now))
                .filter(key ->
                        keys.stream().noneMatch(other -> key.id().equals(other.replacesKeyId()) && other.activeAt(now)))
                .count();
    }

    public KeyRing with(ApiKey added, Instant now) {
        var next = new ArrayList<>(keys);
        next.removeIf(key -> key.id().equals(added.id()));
        next.add(added);
        var ring = new KeyRing(orgId, version + 1, next);
        return ring.keys().size() <= MAX_KEPT ? ring : ring.withoutOldestRevoked(now);
    }

    private KeyRing withoutOldestRevoked(Instant now) {
        var kept = new ArrayList<>(keys);
        for (var index = kept.size() - 1; index >= 0 && kept.size() > MAX_KEPT; index--) {
            if (!kept.get(index).activeAt(now)) {
                kept.remove(index);
            }
        }
        return new KeyRing(orgId, version, kept);
    }
}
