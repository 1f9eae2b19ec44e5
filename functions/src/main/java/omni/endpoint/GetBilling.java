package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/**
 * Where the organisation stands: state, grant, plan, prices, budget, as of a fresh read. {@code GET /v1/billing}, contract
 * 11.3.
 */
public final class GetBilling extends EndpointFunction {

    private final AccountRoot root;

    public GetBilling() {
        this(AccountRoot.onLambda(Endpoints.GET_BILLING.operation().secrets()));
    }

    public GetBilling(AccountRoot root) {
        super(Endpoints.GET_BILLING.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = exchange.known().orgId();
        var account = root.accounts().load(orgId);
        if (account == null) {
            return Reply.Problem.of(ErrorCode.ORGANIZATION_NOT_FOUND, "The organization is gone.");
        }
        return Reply.Answer.ok(BillingView.read(root, account, exchange));
    }
}
