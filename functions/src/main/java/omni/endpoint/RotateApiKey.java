package omni.endpoint;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.KeyRing;
import omni.credential.KeyRotation;
import omni.credential.KeyRotation.Outcome;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.event.AuditEvent;
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
 * Puts a new key in the place of one that serves on for an overlap, both drawing on one grant and budget. The secret stands
 * in this answer and nowhere else: a second attempt under one Idempotency-Key answers the key that the first one made, without
 * it. {@code POST /v1/api_keys/{keyId}/rotate}, contract 11.2, 3.5.
 */
public record RotateApiKey(
        Keys keys,
        RingChanges ringChanges,
        Members members,
        SecretFormat format,
        SecretHasher hasher,
        Ids ids,
        KeyRules rules,
        AccessProblems access)
        implements Endpoint {

    record Request(Duration overlap) {

        private static final long DEFAULT_SECONDS = 3600;
        private static final long MAX_SECONDS = 86_400;

        static Request read(Fields in) {
            var seconds = in.integer("overlapSeconds", 0, MAX_SECONDS);
            return new Request(Duration.ofSeconds(seconds == null ? DEFAULT_SECONDS : seconds));
        }
    }

    record Response(@Flattened ApiKeyView key, String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(Request::read, request -> {
            var caller = exchange.requireCaller();
            var rotation = new KeyRotation(
                    caller.principal(),
                    exchange.request().pathParameters().getOrDefault("keyId", ""),
                    request.overlap(),
                    rules.limit(caller.live(), exchange.now()));
            return ringChanges
                    .make(caller.orgId(), ring -> rotate(ring, rotation, exchange))
                    .orElseGet(KeyRules::busy);
        });
    }

    /** Empty when the ring moved on. */
    private Optional<Reply> rotate(KeyRing ring, KeyRotation rotation, Exchange exchange) {
        var newId = exchange.newId(ids, "key");
        var people = KeyPeople.of(members, ring.orgId());
        if (people.out(rotation.by(), ring, exchange)) {
            return Optional.of(RefusalProblems.authenticationFailed());
        }
        var made = ring.find(newId);
        if (made.isPresent()) {
            return Optional.of(answer(made.get(), people, null, exchange));
        }
        var livemode = ring.find(rotation.keyId()).filter(key -> key.livemode()).isPresent();
        var secret = format.newKey(ids, ring.orgId(), livemode);
        var fresh = new KeyRotation.Fresh(newId, hasher.hash(secret), SecretFormat.keyPrefix(secret));
        return switch (rotation.decide(ring, fresh, exchange.now())) {
            case Outcome.Rotated rotated ->
                write(ring, rotated, new Shown(secret, people), rotation.overlap(), exchange);
            case Outcome.Unknown() -> Optional.of(KeyRules.notFound());
            case Outcome.LiveKey() ->
                Optional.of(Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not rotate a live key."));
            case Outcome.Bounded() ->
                Optional.of(access.humanRequired(
                        "A key with an end rotates no key but itself, and not once it is rotated."));
            case Outcome.Lacking(var scopes) ->
                Optional.of(rules.lacking(scopes, rotation.by().scopes()));
            case Outcome.Revoked() ->
                Optional.of(Reply.Problem.of(ErrorCode.API_KEY_REVOKED, "A revoked key can't be rotated.")
                        .hint("Create a new key."));
            case Outcome.Replaced(var by) ->
                Optional.of(Reply.Problem.of(ErrorCode.API_KEY_REVOKED, "This key was rotated already.")
                        .hint("Rotate or revoke the key that replaces it.")
                        .detail("replacedByKeyId", by.id()));
            case Outcome.LimitReached(var active) ->
                Optional.of(rules.full(exchange.requireCaller().live(), exchange.now(), active));
        };
    }

    private Optional<Reply> write(
            KeyRing ring, Outcome.Rotated rotated, Shown shown, Duration overlap, Exchange exchange) {
        var event = event(rotated, overlap, exchange);
        if (keys.rotate(ring, rotated.oldKey(), rotated.successor(), event) != Keys.Change.DONE) {
            return Optional.empty();
        }
        return Optional.of(answer(rotated.successor(), shown.people(), shown.secret(), exchange));
    }

    /** What is read before the write, as a failure after it would lose the secret. */
    private record Shown(String secret, KeyPeople people) {}

    private static Reply answer(ApiKey successor, KeyPeople people, @Nullable String secret, Exchange exchange) {
        var view = ApiKeyView.of(successor, null, exchange.now(), people, secret);
        return Reply.Answer.created(new Response(view, exchange.requestId()));
    }

    private AuditEvent event(Outcome.Rotated rotated, Duration overlap, Exchange exchange) {
        var ended = rotated.oldKey();
        var successor = rotated.successor();
        var expiresAt = ended.expiresAt();
        return Audit.of(
                ids,
                exchange,
                "api_key.rotated",
                Map.of(
                        "keyId", ended.id(),
                        "newKeyId", successor.id(),
                        "newKeyPrefix", successor.keyPrefix(),
                        "scopes", successor.scopes(),
                        "livemode", successor.livemode(),
                        "overlapSeconds", overlap.toSeconds(),
                        "expiresAt", Timestamps.text(expiresAt == null ? exchange.now() : expiresAt)));
    }
}
