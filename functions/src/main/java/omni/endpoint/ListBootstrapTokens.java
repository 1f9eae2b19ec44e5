package omni.endpoint;

import java.util.Optional;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.SponsorTokens;
import omni.http.QueryFields;
import omni.http.Reply;
import omni.member.Members;

/**
 * Lists sponsor tokens with how they stand, newest first, for the 400 days that their records are kept. {@code GET
 * /v1/agent/bootstrap_tokens}, contract 1, 11.10.
 */
public record ListBootstrapTokens(SponsorTokens sponsorTokens, Members members) implements Endpoint {

    /** As many as are read at once. */
    private static final int MAX_LIMIT = 100;

    private static final int DEFAULT_LIMIT = 25;

    @Override
    public Reply handle(Exchange exchange) {
        var query = QueryFields.of(exchange.request());
        var limit = query.clamp("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var cursor = query.cursor();
        return query.answer(() -> {
            var orgId = exchange.requireCaller().orgId();
            var page = sponsorTokens.list(orgId, limit, cursor);
            var people = KeyPeople.of(members, orgId);
            return Reply.Answer.ok(ListView.of(
                    page,
                    token -> TokenView.withStatus(
                            token,
                            token.statusAt(people.byUserId().get(token.actorPrincipalId()), exchange.now()),
                            Optional.empty()),
                    exchange.requestId()));
        });
    }
}
