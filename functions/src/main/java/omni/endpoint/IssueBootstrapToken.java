package omni.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.json.Timestamps;
import omni.member.Members;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/**
 * A person mints a token with which an agent fetches one key, once and soon. The secret stands in this answer and nowhere
 * else: a second attempt under one Idempotency-Key answers the token that the first one made, without it. {@code POST
 * /v1/agent/bootstrap_tokens}, contract 11.10.
 */
public record IssueBootstrapToken(
        SponsorTokens sponsorTokens,
        Members members,
        SecretFormat format,
        SecretHasher hasher,
        Ids ids,
        long bootstrapTtlSeconds,
        KeyRules rules)
        implements Endpoint {

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

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(Request::read, request -> {
            if (request.scopes().isEmpty() || !SponsorToken.SCOPES.containsAll(request.scopes())) {
                return Reply.Problem.of(
                                ErrorCode.BOOTSTRAP_TOKEN_SCOPE_INVALID,
                                "A sponsor token carries the scope read:sec only.")
                        .detail("acceptedScopes", SponsorToken.SCOPES);
            }
            var principal = exchange.requireCaller().principal();
            var lacking = principal.lacking(request.scopes());
            return lacking.isEmpty() ? issue(request, exchange) : rules.lacking(lacking, principal.scopes());
        });
    }

    private Reply issue(Request request, Exchange exchange) {
        var issuer = KeyPeople.of(members, exchange.requireCaller().orgId())
                .member(exchange.requireCaller().principal());
        if (issuer == null) {
            return RefusalProblems.authenticationFailed(); // removed since they were let in
        }
        var secret = format.newToken(ids, exchange.requireCaller().orgId());
        var token = token(request, secret, SponsorToken.IssuedAs.of(issuer), exchange);
        var event = Audit.of(ids, exchange, "bootstrap_token.created", auditData(token));
        var issued = sponsorTokens.issue(token, event);
        var shown = issued.hash().equals(token.hash()) ? Optional.of(secret) : Optional.<String>empty();
        return Reply.Answer.created(TokenView.withSecret(issued, exchange.requestId(), shown));
    }

    private SponsorToken token(Request request, String secret, SponsorToken.IssuedAs issuedAs, Exchange exchange) {
        var now = exchange.now();
        var asked = request.ttlSeconds();
        return new SponsorToken(
                exchange.newId(ids, "abt"),
                exchange.requireCaller().orgId(),
                hasher.hash(secret),
                request.livemode(),
                request.label(),
                SecretFormat.tokenPrefix(secret),
                request.scopes(),
                exchange.requireCaller().principal().principalId(),
                now,
                now,
                now.plus(SponsorToken.life(asked == null ? bootstrapTtlSeconds : asked)),
                null,
                null,
                issuedAs,
                null);
    }

    private static Map<String, Object> auditData(SponsorToken token) {
        return Map.of(
                "tokenId", token.id(),
                "tokenPrefix", token.tokenPrefix(),
                "scopes", token.scopes(),
                "livemode", token.livemode(),
                "expiresAt", Timestamps.text(token.expiresAt()));
    }
}
