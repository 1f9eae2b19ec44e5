package omni.endpoint;

import java.util.Map;
import omni.access.ApiKey;
import omni.access.AuditEvent;
import omni.access.Keys;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Flattened;
import omni.root.AccountRoot;

/**
 * Revokes a key at once; again is the same. Keys of others read as unknown. {@code DELETE /v1/api_keys/{keyId}}, contract
 * 11.2, 3.5.
 */
public final class RevokeApiKey extends EndpointFunction {

    private static final int MAX_ATTEMPTS = 20;

    record Response(@Flattened ApiKeyView key, String requestId) {}

    private final AccountRoot root;

    public RevokeApiKey() {
        this(AccountRoot.onLambda());
    }

    public RevokeApiKey(AccountRoot root) {
        super(Endpoints.REVOKE_API_KEY.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var keyId = exchange.request().pathParameters().getOrDefault("keyId", "");
        var orgId = exchange.known().orgId();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var ring = root.keys().ring(orgId);
            var key = ring.find(keyId).orElse(null);
            if (key == null) {
                return Reply.Problem.of(ErrorCode.API_KEY_NOT_FOUND, "There is no such API key.");
            }
            if (key.livemode() && !exchange.known().principal().livemode()) {
                return Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not revoke a live key.");
            }
            if (key.revokedAt() != null) {
                return answer(key, exchange);
            }
            var revoked = key.revokedAt(exchange.now());
            if (root.keys().revoke(ring, revoked, event(revoked, exchange)) == Keys.Change.DONE) {
                return answer(revoked, exchange);
            }
        }
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The keys are being changed; try again.")
                .retryAfter(1);
    }

    private Reply answer(ApiKey key, Exchange exchange) {
        var lastUse = root.keys().lastUse(key.orgId()).get(key.id());
        return Reply.Answer.ok(new Response(ApiKeyView.of(key, lastUse, exchange.now(), null), exchange.requestId()));
    }

    private AuditEvent event(ApiKey key, Exchange exchange) {
        var principal = exchange.known().principal();
        return new AuditEvent(
                root.ids().of("evt"),
                key.orgId(),
                "audit",
                "api_key.revoked",
                principal.principalId(),
                principal.authMode().wire(),
                "api",
                exchange.requestId(),
                Map.of("keyId", key.id(), "keyPrefix", key.keyPrefix(), "livemode", key.livemode()),
                exchange.now());
    }
}
