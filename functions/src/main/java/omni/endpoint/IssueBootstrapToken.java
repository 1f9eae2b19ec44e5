package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.SecretFormat;
import omni.access.SponsorToken;
import omni.http.EndpointFunction;
import omni.http.ErrorCode;
import omni.http.Exchange;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Timestamps;
import omni.root.AccountRoot;
import org.jspecify.annotations.Nullable;

/**
 * A person mints a token with which an agent fetches one key, once and soon. The secret stands in this answer and nowhere
 * else: a second attempt under one Idempotency-Key answers the token that the first one made, without it. {@code POST
 * /v1/agent/bootstrap_tokens}, contract 11.10.
 */
public final class IssueBootstrapToken extends EndpointFunction {

    private static final int MAX_SCOPES = 16;

    record Request(
            @Nullable String label,
            List<String> scopes,
            @Nullable Long ttlSeconds,
            boolean livemode) {

        static Request read(Fields in) {
            var scopes = in.texts("scopes", MAX_SCOPES);
            return new Request(
                    in.text("label", 1, 120),
                    scopes == null ? SponsorToken.SCOPES : scopes,
                    in.integerFrom("ttlSeconds", 1),
                    !Boolean.FALSE.equals(in.truth("livemode")));
        }
    }

    /** AgentBootstrapToken. */
    record Response(
            String object,
            String id,
            String orgId,
            String requestId,
            String actorPrincipalId,
            @Nullable String label,
            String tokenPrefix,
            List<String> scopes,
            boolean livemode,
            Instant expiresAt,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant usedAt,
            @Nullable String usedByPrincipalId,
            Optional<String> secret) {

        static Response of(SponsorToken token, String requestId, Optional<String> secret) {
            return new Response(
                    "agent_bootstrap_token",
                    token.id(),
                    token.orgId(),
                    requestId,
                    token.actorPrincipalId(),
                    token.label(),
                    token.tokenPrefix(),
                    token.scopes(),
                    token.livemode(),
                    token.expiresAt(),
                    token.createdAt(),
                    token.updatedAt(),
                    token.usedAt(),
                    token.usedByPrincipalId(),
                    secret);
        }
    }

    private final AccountRoot root;
    private final KeyRules rules;

    public IssueBootstrapToken() {
        this(AccountRoot.onLambda(Endpoints.ISSUE_BOOTSTRAP_TOKEN.operation().secrets()));
    }

    public IssueBootstrapToken(AccountRoot root) {
        super(Endpoints.ISSUE_BOOTSTRAP_TOKEN.operation(), root.shell());
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
        if (request.scopes().isEmpty() || !SponsorToken.SCOPES.containsAll(request.scopes())) {
            return Reply.Problem.of(
                            ErrorCode.BOOTSTRAP_TOKEN_SCOPE_INVALID, "A sponsor token carries the scope read:sec only.")
                    .detail("acceptedScopes", SponsorToken.SCOPES);
        }
        var principal = exchange.known().principal();
        var lacking = principal.lacking(request.scopes());
        return lacking.isEmpty() ? issue(request, exchange) : rules.lacking(lacking, principal.scopes());
    }

    private Reply issue(Request request, Exchange exchange) {
        var secret = root.format().newToken(root.ids(), exchange.known().orgId());
        var token = token(request, secret, exchange);
        var event = Audit.of(root.ids(), exchange, "bootstrap_token.created", audited(token));
        var issued = root.sponsorTokens().issue(token, event);
        var shown = issued.hash().equals(token.hash()) ? Optional.of(secret) : Optional.<String>empty();
        return Reply.Answer.created(Response.of(issued, exchange.requestId(), shown));
    }

    private SponsorToken token(Request request, String secret, Exchange exchange) {
        var now = exchange.now();
        var asked = request.ttlSeconds();
        return new SponsorToken(
                exchange.newId(root.ids(), "abt"),
                exchange.known().orgId(),
                root.hasher().hash(secret),
                request.livemode(),
                request.label(),
                SecretFormat.tokenPrefix(secret),
                request.scopes(),
                exchange.known().principal().principalId(),
                now,
                now,
                now.plus(SponsorToken.life(asked == null ? root.configuration().bootstrapTtlSeconds() : asked)),
                null,
                null);
    }

    private static Map<String, Object> audited(SponsorToken token) {
        return Map.of(
                "tokenId", token.id(),
                "tokenPrefix", token.tokenPrefix(),
                "scopes", token.scopes(),
                "livemode", token.livemode(),
                "expiresAt", Timestamps.text(token.expiresAt()));
    }
}
