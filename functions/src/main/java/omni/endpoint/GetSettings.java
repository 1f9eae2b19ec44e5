package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;

/** What people set about their organization and themselves. {@code GET /v1/dashboard/settings}, contract 11.8. */
public record GetSettings(AccountSettings settings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        return settings.show(exchange);
    }
}
