package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.MeteredRoot;

/** Finds an issuer's latest filing of a kind. {@code GET /v1/filings/latest}, contract 11.12. */
public final class GetLatestFiling extends EndpointFunction {

    private final MeteredRoot root;

    public GetLatestFiling() {
        this(MeteredRoot.onLambda(Endpoints.GET_LATEST_FILING.operation().secrets()));
    }

    public GetLatestFiling(MeteredRoot root) {
        super(Endpoints.GET_LATEST_FILING.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.known().principal().livemode();
        return DataReply.of(root.filings().latest(request.query(), livemode), exchange);
    }
}
