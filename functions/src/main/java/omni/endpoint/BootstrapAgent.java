package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.Human;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.account.Account;
import omni.account.Accounts;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.KeyOwner;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import omni.credential.KeyRing;
import omni.credential.RingChanges;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.credential.TokenExchange;
import omni.credential.TokenExchange.Outcome;
import omni.event.AuditEvent;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.Members;
import omni.member.Organizations;
import org.jspecify.annotations.Nullable;

/**
 * Gives an agent its own key for a sponsor token, once, with all that it needs to begin. A refusal does not use the token
 * up. {@code POST /v1/agent/bootstrap}, contract 11.10.
 */
public record BootstrapAgent(
        Accounts accounts,
        RingChanges ringChanges,
        SponsorTokens sponsorTokens,
        Organizations organizations,
        Members members,
        SecretFormat format,
        SecretHasher hasher,
        Ids ids,
        BootstrapAnswers answers,
        KeyRules rules)
        implements Endpoint {

    private static final int MAX_SCOPES = 16;

    record Request(String token, TokenExchange exchange) {

        /** Longer than any body, as a token that is too long is a malformed one and not a malformed body. */
        private static final int MAX_LENGTH = 1 << 18;

        static Request read(Fields in) {
            return new Request(
                    in.requiredText("token", 1, MAX_LENGTH),
                    new TokenExchange(in.text("label", 1, 120), in.texts("scopes", MAX_SCOPES)));
        }
    }

    /** AgentBootstrap. */
    record Response(
            String object,
            String requestId,
            OrganizationView organization,
            ApiKeyView apiKey,
            BillingView billing,
            LimitsView limits,
            InstallView distribution,
            Sponsor sponsorToken) {}

    record Sponsor(String id, Instant expiresAt, @Nullable Instant usedAt, List<String> scopes) {}

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(Request::read, request -> {
            var token = find(request);
            if (token == null) {
                return invalid();
            }
            var keyId = exchange.newId(ids, "key");
            return ringChanges
                    .make(token.orgId(), ring -> redeem(ring, request, keyId, exchange))
                    .orElseGet(KeyRules::busy);
        });
    }

    /** Nobody is signed in: a key belongs to the organization of the sponsor token, in the token's mode (contract 10). */
    @Override
    public Optional<KeyOwner> keyOwner(Exchange exchange) {
        var request = Request.read(exchange.fields());
        return Optional.ofNullable(find(request)).map(token -> new KeyOwner(token.orgId(), token.livemode()));
    }

    /** A token that is malformed in any way is not looked for. */
    private @Nullable SponsorToken find(Request request) {
        return format.parseToken(request.token()).isEmpty()
                ? null
                : sponsorTokens.find(hasher.hashesOf(request.token()));
    }

    /**
     * Empty when the ring moved on. The token is read after the ring, so that whoever sees a key of this token on the ring
     * sees the token used.
     */
    private Optional<Reply> redeem(KeyRing ring, Request request, String keyId, Exchange exchange) {
        var token = find(request);
        if (token == null) {
            return Optional.of(invalid());
        }
        if (keyId.equals(token.usedByPrincipalId())) {
            return ring.find(keyId).map(made -> again(token, made, exchange));
        }
        return switch (request.exchange().decide(token, issuer(token), exchange.now())) {
            case Outcome.Used() -> Optional.of(usedAlready(token, exchange));
            case Outcome.Expired() ->
                Optional.of(Reply.Problem.of(
                                ErrorCode.BOOTSTRAP_TOKEN_EXPIRED,
                                "This sponsor token is past its end, was revoked, or was issued by somebody who is no member any more.")
                        .hint("Ask for a new one."));
            case Outcome.BadScopes() ->
                Optional.of(Reply.Problem.of(
                                ErrorCode.BOOTSTRAP_TOKEN_SCOPE_INVALID,
                                "The key can't have more scopes than the sponsor token, nor none.")
                        .detail("acceptedScopes", token.scopes()));
            case Outcome.Admitted admitted -> within(ring, token, admitted, keyId, exchange);
        };
    }

    /** The key that an earlier attempt under the same Idempotency-Key was given, without its secret. */
    private Reply again(SponsorToken token, ApiKey made, Exchange exchange) {
        var live = accounts.load(token.orgId());
        return live == null
                ? invalid()
                : answers.keyCreated(token, made, null, live, KeyPeople.of(members, token.orgId()), exchange);
    }

    /** What the organization has to say: restrictions, then the key limit. */
    private Optional<Reply> within(
            KeyRing ring, SponsorToken token, Outcome.Admitted admitted, String keyId, Exchange exchange) {
        var now = exchange.now();
        var live = accounts.load(token.orgId());
        if (live == null) {
            return Optional.of(invalid());
        }
        var restricted = rules.restriction(live, now);
        if (restricted.isPresent()) {
            return restricted;
        }
        var active = ring.activeCount(now);
        return active >= rules.limit(live, now)
                ? Optional.of(rules.full(live, now, active))
                : give(ring, token, admitted, keyId, live, exchange);
    }

    /** Empty when the ring moved on, or somebody was given the token's key meanwhile: the next look says so. */
    private Optional<Reply> give(
            KeyRing ring,
            SponsorToken token,
            Outcome.Admitted admitted,
            String keyId,
            Account live,
            Exchange exchange) {
        var secret = format.newKey(ids, token.orgId(), token.livemode());
        var key = key(token, admitted, keyId, secret, exchange.now());
        var used = token.usedBy(key.id(), exchange.now());
        var people = KeyPeople.of(members, token.orgId());
        return switch (sponsorTokens.redeem(used, ring, key, events(used, key, exchange))) {
            case DONE -> Optional.of(answers.keyCreated(used, key, secret, live, people, exchange));
            case ENDED, CONFLICT -> Optional.empty();
        };
    }

    private ApiKey key(SponsorToken token, Outcome.Admitted admitted, String keyId, String secret, Instant now) {
        return new ApiKey(
                keyId,
                token.orgId(),
                hasher.hash(secret),
                token.livemode(),
                admitted.label(),
                SecretFormat.keyPrefix(secret),
                admitted.scopes(),
                now,
                null,
                null,
                null,
                null,
                KeyCreator.token(token));
    }

    private @Nullable Human issuer(SponsorToken token) {
        var issuedAs = token.issuedAs();
        return issuedAs == null ? null : organizations.human(issuedAs.issuer(), issuedAs.subject());
    }

    private static Reply.Problem invalid() {
        return Reply.Problem.of(ErrorCode.BOOTSTRAP_TOKEN_INVALID, "There is no such sponsor token.");
    }

    private Reply usedAlready(SponsorToken token, Exchange exchange) {
        sponsorTokens.record(event(
                token,
                "bootstrap_token.reuse_refused",
                Map.of("tokenId", token.id(), "tokenPrefix", token.tokenPrefix()),
                exchange));
        return Reply.Problem.of(ErrorCode.BOOTSTRAP_TOKEN_ALREADY_USED, "This sponsor token was used already.")
                .hint("It gives one key, once. Ask for a new one; if nobody of yours used it, revoke the key it gave.");
    }

    private List<AuditEvent> events(SponsorToken used, ApiKey key, Exchange exchange) {
        var redeemed = Map.<String, Object>of(
                "tokenId", used.id(),
                "issuedByPrincipalId", used.actorPrincipalId(),
                "keyId", key.id());
        var created = Map.<String, Object>of(
                "keyId", key.id(),
                "keyPrefix", key.keyPrefix(),
                "scopes", key.scopes(),
                "livemode", key.livemode(),
                "tokenId", used.id());
        return List.of(
                event(used, "bootstrap_token.redeemed", redeemed, exchange),
                event(used, "api_key.created", created, exchange));
    }

    /** Nobody is signed in here: the token is all that is known of who acts. */
    private AuditEvent event(SponsorToken token, String type, Map<String, Object> data, Exchange exchange) {
        return new AuditEvent(
                ids.of("evt"),
                token.orgId(),
                "audit",
                type,
                token.id(),
                null,
                "api",
                exchange.requestId(),
                data,
                exchange.now());
    }
}
