package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.ApiKey;
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
    private final KeyRules rules;

    public CreateApiKey() {
        this(AccountRoot.onLambda(Endpoints.CREATE_API_KEY.operation().secrets()));
    }

    public CreateApiKey(AccountRoot root) {
        super(Endpoints.CREATE_API_KEY.operation(), root.shell());
        this.root = root;
        this.rules = new KeyRules(root, problems());
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
        var lacking = principal.lacking(request.scopes());
        return lacking.isEmpty() ? null : rules.lacking(lacking, principal.scopes());
    }

    private Reply create(Request request, Exchange exchange, Caller caller) {
        var secret = root.format().newKey(root.ids(), caller.orgId(), request.livemode());
        var key = key(request, exchange, secret);
        return root.ringChanges()
                .<Reply>make(caller.orgId(), ring -> {
                    var made = ring.find(key.id());
                    if (made.isPresent()) {
                        return Optional.of(answer(made.get(), null, exchange));
                    }
                    var active = ring.activeCount(exchange.now());
                    var live = caller.live();
                    if (active >= rules.limit(live, exchange.now())) {
                        return Optional.of(rules.full(live, exchange.now(), active));
                    }
                    var event = Audit.of(root.ids(), exchange, "api_key.created", audited(key));
                    return root.keys().create(ring, key, event) == Keys.Change.DONE
                            ? Optional.of(answer(key, secret, exchange))
                            : Optional.empty();
                })
                .orElseGet(KeyRules::busy);
    }

    private ApiKey key(Request request, Exchange exchange, String secret) {
        return new ApiKey(
                exchange.newId(root.ids(), "key"),
                exchange.known().orgId(),
                root.hasher().hash(secret),
                request.livemode(),
                request.label(),
                SecretFormat.keyPrefix(secret),
                request.scopes(),
                exchange.now(),
                null,
                null,
                null);
    }

    private static Reply answer(ApiKey key, @Nullable String secret, Exchange exchange) {
        return Reply.Answer.created(
                new Response(ApiKeyView.of(key, null, exchange.now(), secret), exchange.requestId()));
    }

    private static Map<String, Object> audited(ApiKey key) {
        return Map.of(
                "keyId", key.id(),
                "keyPrefix", key.keyPrefix(),
                "scopes", key.scopes(),
                "livemode", key.livemode());
    }
}
