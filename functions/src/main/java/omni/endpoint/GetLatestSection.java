package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.MeteredRoot;

/** Reads one section of an issuer's latest filing. {@code GET /v1/filings/latest/sections/{section_key}}, contract 11.12. */
public final class GetLatestSection extends EndpointFunction {

    private final MeteredRoot root;

    public GetLatestSection() {
        this(MeteredRoot.onLambda(Endpoints.GET_LATEST_SECTION.operation().secrets()));
    }

    public GetLatestSection(MeteredRoot root) {
        super(Endpoints.GET_LATEST_SECTION.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.known().principal().livemode();
        return DataReply.of(
                root.sections()
                        .latest(request.pathParameters().getOrDefault("section_key", ""), request.query(), livemode),
                exchange);
    }
}
