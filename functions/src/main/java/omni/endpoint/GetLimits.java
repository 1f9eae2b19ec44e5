package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** The rate limits that apply now. {@code GET /v1/limits}, contract 11.7. */
public final class GetLimits extends EndpointFunction {

    private final AccountRoot root;

    public GetLimits() {
        this(AccountRoot.onLambda(Endpoints.GET_LIMITS.operation().secrets()));
    }

    public GetLimits(AccountRoot root) {
        super(Endpoints.GET_LIMITS.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var position = root.headers().position(exchange.known().live(), exchange.now());
        return Reply.Answer.ok(LimitsView.of(
                root.catalog(),
                root.terms(),
                position,
                exchange.known().orgId(),
                exchange.requestId(),
                exchange.now()));
    }
}
