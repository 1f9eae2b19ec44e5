package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.MeteredRoot;

/** Finds an issuer by ticker, CIK or name. {@code GET /v1/entities/resolve}, contract 11.12. */
public final class ResolveEntity extends EndpointFunction {

    private final MeteredRoot root;

    public ResolveEntity() {
        this(MeteredRoot.onLambda(Endpoints.RESOLVE_ENTITY.operation().secrets()));
    }

    public ResolveEntity(MeteredRoot root) {
        super(Endpoints.RESOLVE_ENTITY.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.known().principal().livemode();
        return DataReply.of(root.entities().resolve(request.query(), livemode), exchange);
    }
}
