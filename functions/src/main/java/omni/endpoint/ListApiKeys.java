package omni.endpoint;

import java.util.List;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.credential.Keys;
import omni.http.Reply;
import omni.member.Members;
import org.jspecify.annotations.Nullable;

/** Lists the organization's keys, revoked ones included, newest first. {@code GET /v1/api_keys}, contract 11.2. */
public record ListApiKeys(Keys keys, Members members) implements Endpoint {

    record Response(
            String object,
            List<ApiKeyView> data,
            boolean hasMore,
            @Nullable String nextCursor,
            String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        var people = KeyPeople.of(members, orgId);
        var lastUse = this.keys.lastUse(orgId);
        var keys = this.keys.ring(orgId).keys().stream()
                .map(key -> ApiKeyView.of(key, lastUse.get(key.id()), exchange.now(), people, null))
                .toList();
        return Reply.Answer.ok(new Response("list", keys, false, null, exchange.requestId()));
    }
}
