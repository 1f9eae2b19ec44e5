package omni.credential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one organization, versioned, so that limits hold under concurrency and lists are current.
 *
 * @param version rises with every change of the ring
 * @param keys newest first; revoked ones stay until there are more than {@link #MAX_KEPT} keys
 */
public record KeyRing(String orgId, long version, List<ApiKey> keys) {

    /** How many keys are stored and listed; beyond it the oldest revoked ones go. */
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

    /** The key that serves in the place of another one, while it does. */
    public Optional<ApiKey> successor(String keyId, Instant now) {
        return keys.stream()
                .filter(key -> keyId.equals(key.replacesKeyId()) && key.activeAt(now))
                .findFirst();
    }

    /**
     * Keys that count against the limit. Keys that were made one from the other by rotation are a line; of a line every two
     * that serve count once. So an overlapping pair counts once, a third key of the line counts, and no count ever rises
     * because time passes or a key is revoked.
     */
    public long activeCount(Instant now) {
        var serving = new HashMap<String, Long>();
        keys.stream().filter(key -> key.activeAt(now)).forEach(key -> serving.merge(line(key), 1L, Long::sum));
        return serving.values().stream().mapToLong(of -> (of + 1) / 2).sum();
    }

    /** The id of the first key of a line. */
    private String line(ApiKey key) {
        var first = key.id();
        var earlier = key.replacesKeyId();
        for (var steps = 0; earlier != null && steps < keys.size(); steps++) {
            first = earlier;
            earlier = find(first).map(ApiKey::replacesKeyId).orElse(null);
        }
        return first;
    }

    /** The ring after a rotation. */
    public KeyRing rotate(ApiKey ended, ApiKey successor, Instant now) {
        return with(ended, now).with(successor, now);
    }

    /** The ring after several of its keys changed at once: one version more. */
    public KeyRing withAll(List<ApiKey> changed, Instant now) {
        var next = this;
        for (var key : changed) {
            next = next.with(key, now);
        }
        return new KeyRing(orgId, version + 1, next.keys());
    }

    public KeyRing with(ApiKey added, Instant now) {
        var next = new ArrayList<>(keys);
        next.removeIf(key -> key.id().equals(added.id()));
        next.add(added);
        var ring = new KeyRing(orgId, version + 1, next);
        return ring.keys().size() <= MAX_KEPT ? ring : ring.withoutOldestRevoked(now);
    }

    private KeyRing withoutOldestRevoked(Instant now) {
        var remaining = new ArrayList<>(keys);
        for (var index = remaining.size() - 1; index >= 0 && remaining.size() > MAX_KEPT; index--) {
            if (!remaining.get(index).activeAt(now)) {
                remaining.remove(index);
            }
        }
        return new KeyRing(orgId, version, remaining);
    }
}
