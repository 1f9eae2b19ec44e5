package omni.endpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.call.Caller;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Flattened;
import omni.json.Timestamps;
import omni.member.Members;
import omni.refusal.AccessProblems;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/**
 * Creates a key; a test key unless a live one is asked for. Its secret stands in this answer and nowhere else. {@code
 * POST /v1/api_keys}, contract 11.2, 3.4, 3.5. A second attempt under one Idempotency-Key answers the key that the first one
 * made, without its secret.
 */
public record CreateApiKey(
        Keys keys,
        RingChanges ringChanges,
        Members members,
        SecretFormat format,
        SecretHasher hasher,
        Ids ids,
        KeyRules rules,
        AccessProblems access)
        implements Endpoint {

    private static final Instant BEYOND = Instant.parse("9999-01-01T00:00:00Z");

    record Request(
            @Nullable String label,
            List<String> scopes,
            boolean livemode,
            @Nullable Instant expiresAt) {

        static Request read(Fields in, Instant now) {
            var label = in.text("label", 1, 120);
            var asked = in.texts("scopes", Scopes.KNOWN.size());
            var scopes = asked == null ? Scopes.NEW_KEY : asked;
            if (scopes.isEmpty()) {
                in.fault("scopes", "must name at least one scope");
            }
            scopes.stream()
                    .filter(scope -> !Scopes.KNOWN.contains(scope))
                    .forEach(scope -> in.fault("scopes", "names a scope that does not exist"));
            return new Request(label, scopes, Boolean.TRUE.equals(in.truth("livemode")), end(in, scopes, now));
        }
    }

    /** Null for never; what operators may, a key may for 90 days at most. */
    private static @Nullable Instant end(Fields in, List<String> scopes, Instant now) {
        var text = in.text("expiresAt", 1, 40);
        var asked = text == null
                ? null
                : Timestamps.parse(text)
                        .map(parsed -> parsed.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(null);
        if (text != null && (asked == null || !asked.isBefore(BEYOND))) {
            in.fault("expiresAt", "must be an ISO-8601 instant, for example 2026-05-01T00:00:00.000Z");
            return null;
        }
        if (asked != null && !asked.isAfter(now)) {
            in.fault("expiresAt", "must be in the future");
        }
        if (!Scopes.ofOperator(scopes)) {
            return asked;
        }
        var latest = now.plus(ApiKey.OPERATOR_LIFE);
        if (asked != null && asked.isAfter(latest)) {
            in.fault("expiresAt", "must be at most 90 days ahead for a key with the scopes of operators");
        }
        return asked == null ? latest : asked;
    }

    record Response(@Flattened ApiKeyView key, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(fields -> Request.read(fields, exchange.now()), request -> {
            var caller = exchange.requireCaller();
            var forbidden = forbidden(request, caller);
            return forbidden != null ? forbidden : create(request, exchange, caller);
        });
    }

    /** Nobody grants what they lack, and a test key makes no live one. */
    private Reply.@Nullable Problem forbidden(Request request, Caller caller) {
        var principal = caller.principal();
        if (request.livemode() && !principal.livemode()) {
            return Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not create a live key.");
        }
        if (principal.keyExpiresAt() != null) {
            return access.humanRequired("A key with an end makes no keys.");
        }
        var lacking = principal.lacking(request.scopes());
        return lacking.isEmpty() ? null : rules.lacking(lacking, principal.scopes());
    }

    private Reply create(Request request, Exchange exchange, Caller caller) {
        var secret = format.newKey(ids, caller.orgId(), request.livemode());
        return ringChanges
                .<Reply>make(caller.orgId(), ring -> {
                    var people = KeyPeople.of(members, caller.orgId());
                    if (people.out(caller.principal(), ring, exchange)) {
                        return Optional.of(RefusalProblems.authenticationFailed());
                    }
                    var key = key(request, exchange, secret, KeyCreator.caller(caller.principal(), ring));
                    var made = ring.find(key.id());
                    if (made.isPresent()) {
                        return Optional.of(answer(made.get(), people, null, exchange));
                    }
                    var active = ring.activeCount(exchange.now());
                    var live = caller.live();
                    if (active >= rules.limit(live, exchange.now())) {
                        return Optional.of(rules.full(live, exchange.now(), active));
                    }
                    var event = Audit.of(ids, exchange, "api_key.created", auditData(key));
                    return keys.create(ring, key, event) == Keys.Change.DONE
                            ? Optional.of(answer(key, people, secret, exchange))
                            : Optional.empty();
                })
                .orElseGet(KeyRules::busy);
    }

    private ApiKey key(Request request, Exchange exchange, String secret, KeyCreator maker) {
        return new ApiKey(
                exchange.newId(ids, "key"),
                exchange.requireCaller().orgId(),
                hasher.hash(secret),
                request.livemode(),
                request.label(),
                SecretFormat.keyPrefix(secret),
                request.scopes(),
                exchange.now(),
                request.expiresAt(),
                null,
                null,
                request.expiresAt(),
                maker);
    }

    private static Reply answer(ApiKey key, KeyPeople people, @Nullable String secret, Exchange exchange) {
        return Reply.Answer.created(
                new Response(ApiKeyView.of(key, null, exchange.now(), people, secret), exchange.requestId()));
    }

    private static Map<String, Object> auditData(ApiKey key) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("keyId", key.id());
        tree.put("keyPrefix", key.keyPrefix());
        tree.put("scopes", key.scopes());
        tree.put("livemode", key.livemode());
        if (key.expiresAt() != null) {
            tree.put("expiresAt", Timestamps.text(key.expiresAt()));
        }
        return tree;
    }
}
