package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.sec.EntityLookup;

/** Finds an issuer by ticker, CIK or name. {@code GET /v1/entities/resolve}, contract 11.12. */
public record ResolveEntity(EntityLookup entities) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.requireCaller().principal().livemode();
        return DataReply.of(entities.resolve(request.query(), livemode), exchange);
    }
}
