package omni.endpoint;

import java.util.List;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;
import org.jspecify.annotations.Nullable;

/** Lists the organisation's keys, revoked ones included, newest first. {@code GET /v1/api_keys}, contract 11.2. */
public final class ListApiKeys extends EndpointFunction {

    record Response(
            String object,
            List<ApiKeyView> data,
            boolean hasMore,
            @Nullable String nextCursor,
            String requestId) {}

    private final AccountRoot root;

    public ListApiKeys() {
        this(AccountRoot.onLambda(Endpoints.LIST_API_KEYS.operation().secrets()));
    }

    public ListApiKeys(AccountRoot root) {
        super(Endpoints.LIST_API_KEYS.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = exchange.known().orgId();
        var people = KeyPeople.of(root.members(), orgId);
        var lastUse = root.keys().lastUse(orgId);
        var keys = root.keys().ring(orgId).keys().stream()
                .map(key -> ApiKeyView.of(key, lastUse.get(key.id()), exchange.now(), people, null))
                .toList();
        return Reply.Answer.ok(new Response("list", keys, false, null, exchange.requestId()));
    }
}
