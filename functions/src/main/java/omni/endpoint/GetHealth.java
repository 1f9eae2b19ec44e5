package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** Whether requests come through to a function; it asks nobody. {@code GET /healthz}, contract 11.1. */
public final class GetHealth extends EndpointFunction {

    record Response(String object, boolean ok, String status) {}

    public GetHealth() {
        this(AccountRoot.onLambda(Endpoints.GET_HEALTH.operation().secrets()));
    }

    public GetHealth(AccountRoot root) {
        super(Endpoints.GET_HEALTH.operation(), root.shell());
    }

    @Override
    public Reply handle(Exchange exchange) {
        return Reply.Answer.ok(new Response("health", true, "ok")).with("Cache-Control", "no-store");
    }
}
