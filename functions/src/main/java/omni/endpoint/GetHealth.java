package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;

/** Whether requests come through to a function; it asks nobody. {@code GET /healthz}, contract 11.1. */
public final class GetHealth implements Endpoint {

    record Response(String object, boolean ok, String status) {}

    @Override
    public Reply handle(Exchange exchange) {
        return Reply.Answer.ok(new Response("health", true, "ok")).with("Cache-Control", "no-store");
    }
}
