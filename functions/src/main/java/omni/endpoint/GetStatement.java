package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.MeteredRoot;

/** Reads a financial statement over several periods. {@code GET /v1/statements/{statement_key}}, contract 11.12. */
public final class GetStatement extends EndpointFunction {

    private final MeteredRoot root;

    public GetStatement() {
        this(MeteredRoot.onLambda(Endpoints.GET_STATEMENT.operation().secrets()));
    }

    public GetStatement(MeteredRoot root) {
        super(Endpoints.GET_STATEMENT.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.known().principal().livemode();
        return DataReply.of(
                root.statements()
                        .find(request.pathParameters().getOrDefault("statement_key", ""), request.query(), livemode),
                exchange);
    }
}
