package omni.endpoint;

import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.event.AuditEvent;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Flattened;
import omni.member.Members;

/**
 * Revokes a key at once; again is the same. Keys of others read as unknown. {@code DELETE /v1/api_keys/{keyId}}, contract
 * 11.2, 3.5.
 */
public record RevokeApiKey(Keys keys, RingChanges ringChanges, Members members, Ids ids) implements Endpoint {

    record Response(@Flattened ApiKeyView key, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        var keyId = exchange.request().pathParameters().getOrDefault("keyId", "");
        var orgId = exchange.requireCaller().orgId();
        return ringChanges.make(orgId, ring -> revoke(ring, keyId, exchange)).orElseGet(KeyRules::busy);
    }

    /** Empty when the ring moved on. */
    private Optional<Reply> revoke(KeyRing ring, String keyId, Exchange exchange) {
        var key = ring.find(keyId).orElse(null);
        if (key == null) {
            return Optional.of(KeyRules.notFound());
        }
        if (key.livemode() && !exchange.requireCaller().principal().livemode()) {
            return Optional.of(Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not revoke a live key."));
        }
        if (key.revokedAt() != null) {
            return Optional.of(answer(key, exchange));
        }
        var revoked = key.revokedAt(exchange.now());
        return keys.revoke(ring, revoked, event(revoked, exchange)) == Keys.Change.DONE
                ? Optional.of(answer(revoked, exchange))
                : Optional.empty();
    }

    private Reply answer(ApiKey key, Exchange exchange) {
        var lastUse = keys.lastUse(key.orgId()).get(key.id());
        var people = KeyPeople.of(members, key.orgId());
        return Reply.Answer.ok(
                new Response(ApiKeyView.of(key, lastUse, exchange.now(), people, null), exchange.requestId()));
    }

    private AuditEvent event(ApiKey key, Exchange exchange) {
        return Audit.of(
                ids,
                exchange,
                "api_key.revoked",
                Map.of("keyId", key.id(), "keyPrefix", key.keyPrefix(), "livemode", key.livemode()));
    }
}
