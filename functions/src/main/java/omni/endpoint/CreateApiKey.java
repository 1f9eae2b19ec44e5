package omni.endpoint;

import java.util.List;
import java.util.Map;
import omni.access.ApiKey;
import omni.access.AuditEvent;
import omni.access.Keys;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.http.Caller;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Flattened;
import omni.root.AccountRoot;
import org.jspecify.annotations.Nullable;

/**
 * Creates a key; a test key unless a live one is asked for. Its secret stands in this answer and nowhere else. {@code
 * POST /v1/api_keys}, contract 11.2, 3.4, 3.5. A second attempt under one Idempotency-Key answers the key that the first one
 * made, without its secret.
 */
public final class CreateApiKey extends EndpointFunction {

    /** Lost races for the key ring before the caller is told to come again. */
    private static final int MAX_ATTEMPTS = 20;

    record Request(@Nullable String label, List<String> scopes, boolean livemode) {

        static Request read(Fields in) {
            var label = in.text("label", 1, 120);
            var asked = in.texts("scopes", Scopes.KNOWN.size());
            var scopes = asked == null ? Scopes.NEW_KEY : asked;
            if (scopes.isEmpty()) {
                in.fault("scopes", "must name at least one scope");
            }
            scopes.stream()
                    .filter(scope -> !Scopes.KNOWN.contains(scope))
                    .forEach(scope -> in.fault("scopes", "names a scope that does not exist"));
            return new Request(label, scopes, Boolean.TRUE.equals(in.truth("livemode")));
        }
    }

    record Response(@Flattened ApiKeyView key, String requestId) {}

    private final AccountRoot root;

    public CreateApiKey() {
        this(AccountRoot.onLambda());
    }

    public CreateApiKey(AccountRoot root) {
        super(Endpoints.CREATE_API_KEY.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var fields = exchange.fields();
        var request = Request.read(fields);
        if (!fields.faults().isEmpty()) {
            return Reply.Problem.validation(fields.faults());
        }
        var caller = exchange.known();
        var forbidden = forbidden(request, caller);
        return forbidden != null ? forbidden : create(request, exchange, caller);
    }

    /** Nobody grants what they lack, and a test key makes no live one. */
    private Reply.@Nullable Problem forbidden(Request request, Caller caller) {
        var principal = caller.principal();
        if (request.livemode() && !principal.livemode()) {
            return Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not create a live key.");
        }
        var lacking =
                request.scopes().stream().filter(scope -> !principal.has(scope)).toList();
        return lacking.isEmpty()
                ? null
                : Reply.Problem.of(ErrorCode.INSUFFICIENT_SCOPE, "A key can't have scopes that its creator lacks.")
                        .detail("requiredScopes", lacking)
                        .detail("grantedScopes", Scopes.ordered(principal.scopes()))
                        .header(root.settings().headerPrefix() + "Required-Scopes", String.join(",", lacking));
    }

    private Reply create(Request request, Exchange exchange, Caller caller) {
        var orgId = caller.orgId();
        var secret = root.format().newKey(root.ids(), orgId, request.livemode());
        var key = new ApiKey(
                exchange.newId(root.ids(), "key"),
                orgId,
                root.hasher().hash(secret),
                request.livemode(),
                request.label(),
                SecretFormat.keyPrefix(secret),
                request.scopes(),
                exchange.now(),
                null,
                null,
                null);
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var ring = root.keys().ring(orgId);
            var made = ring.find(key.id());
            if (made.isPresent()) {
                return Reply.Answer.created(
                        new Response(ApiKeyView.of(made.get(), null, exchange.now(), null), exchange.requestId()));
            }
            var full = full(exchange, caller, ring.activeCount(exchange.now()));
            if (full != null) {
                return full;
            }
            if (root.keys().create(ring, key, event(key, exchange, caller)) == Keys.Change.DONE) {
                return Reply.Answer.created(
                        new Response(ApiKeyView.of(key, null, exchange.now(), secret), exchange.requestId()));
            }
        }
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The keys are being changed; try again.")
                .retryAfter(1);
    }

    private Reply.@Nullable Problem full(Exchange exchange, Caller caller, long active) {
        var live = caller.live();
        var position = root.headers().position(live, exchange.now());
        var limit = root.catalog().rateCard().plan(position.publicPlan()).apiKeysIncluded();
        return active < limit
                ? null
                : problems().keyLimit(position, live.grant().left(), limit, active);
    }

    private AuditEvent event(ApiKey key, Exchange exchange, Caller caller) {
        return new AuditEvent(
                root.ids().of("evt"),
                key.orgId(),
                "audit",
                "api_key.created",
                caller.principal().principalId(),
                caller.principal().authMode().wire(),
                "api",
                exchange.requestId(),
                Map.of(
                        "keyId", key.id(),
                        "keyPrefix", key.keyPrefix(),
                        "scopes", key.scopes(),
                        "livemode", key.livemode()),
                exchange.now());
    }
}
