package omni.endpoint;

import java.util.Map;
import java.util.Optional;
import omni.access.Ids;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.SponsorToken;
import omni.credential.SponsorTokens;
import omni.http.ErrorCode;
import omni.http.Reply;

/**
 * A person takes a sponsor token back; again is the same, and one that was used stays so. Tokens of others read as unknown.
 * {@code DELETE /v1/agent/bootstrap_tokens/{tokenId}}, contract 1, 11.10.
 */
public record RevokeBootstrapToken(SponsorTokens sponsorTokens, Ids ids) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var token = find(exchange);
        if (token.isEmpty() || token.get().isUsed() || token.get().revokedAt() != null) {
            return answer(token, exchange);
        }
        var revoked = token.get().revokedAt(exchange.now());
        return sponsorTokens.revoke(revoked, event(revoked, exchange))
                ? answer(Optional.of(revoked), exchange)
                : answer(find(exchange), exchange); // used or revoked meanwhile: it stays so
    }

    private Optional<SponsorToken> find(Exchange exchange) {
        var tokenId = exchange.request().pathParameters().getOrDefault("tokenId", "");
        return tokenId.matches("abt_[0-9A-Za-z]{1,64}")
                ? Optional.ofNullable(sponsorTokens.byId(tokenId))
                        .filter(token ->
                                token.orgId().equals(exchange.requireCaller().orgId()))
                : Optional.empty();
    }

    private static Reply answer(Optional<SponsorToken> token, Exchange exchange) {
        return token.<Reply>map(found -> Reply.Answer.ok(TokenView.withStatus(
                        found, found.statusAt(null, exchange.now()), Optional.of(exchange.requestId()))))
                .orElseGet(
                        () -> Reply.Problem.of(ErrorCode.BOOTSTRAP_TOKEN_NOT_FOUND, "There is no such sponsor token."));
    }

    private omni.event.AuditEvent event(SponsorToken token, Exchange exchange) {
        return Audit.of(
                ids,
                exchange,
                "bootstrap_token.revoked",
                Map.of("tokenId", token.id(), "tokenPrefix", token.tokenPrefix()));
    }
}
