package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.Ids;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.event.AuditEvent;

/**
 * The keys that somebody leaves behind who is removed: those that they made, and that their tokens and keys made (contract
 * 11.1a). They belong to the organization and serve on unless they are revoked, a bounded transaction at a time.
 *
 * @param userIds of whoever was a member under the address
 */
record KeysOfMember(Keys keys, RingChanges changes, Ids ids, Set<String> userIds) {

    /** Those that serve now. */
    static List<ApiKey> serving(KeyRing ring, Set<String> userIds, Exchange exchange) {
        return ring.keys().stream()
                .filter(key -> key.madeBy(userIds) && key.activeAt(exchange.now()))
                .toList();
    }

    List<ApiKey> remaining(Exchange exchange) {
        return serving(keys.ring(exchange.requireCaller().orgId()), userIds, exchange);
    }

    /**
     * Revokes until none serves: what one of them makes meanwhile is seen with the next batch, and after the last one none can make
     * any. False when all races for the ring were lost; what is revoked by then stays so, and a repetition goes on.
     */
    boolean revoke(Exchange exchange) {
        while (true) {
            var left = changes.make(exchange.requireCaller().orgId(), ring -> batch(ring, exchange));
            if (left.isEmpty()) {
                return false;
            }
            if (left.get() == 0) {
                return true;
            }
        }
    }

    /** How many serve still after this batch; empty when the ring moved on. */
    private Optional<Integer> batch(KeyRing ring, Exchange exchange) {
        var serving = serving(ring, userIds, exchange);
        if (serving.isEmpty()) {
            return Optional.of(0);
        }
        var revoked = serving.stream()
                .limit(Keys.REVOKED_AT_ONCE)
                .map(key -> key.revokedAt(exchange.now()))
                .toList();
        var events = revoked.stream().map(key -> event(key, exchange)).toList();
        return keys.revokeAll(ring, revoked, events) == Keys.Change.DONE
                ? Optional.of(serving.size() - revoked.size())
                : Optional.empty();
    }

    private AuditEvent event(ApiKey key, Exchange exchange) {
        return Audit.of(
                ids,
                exchange,
                "api_key.revoked",
                Map.of("keyId", key.id(), "keyPrefix", key.keyPrefix(), "livemode", key.livemode()));
    }
}
