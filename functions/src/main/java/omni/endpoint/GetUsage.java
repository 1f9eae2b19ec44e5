package omni.endpoint;

import omni.billing.InvoicePeriod;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;
import omni.meter.Admission;

/** The live calls of the current invoice period, by class. {@code GET /v1/usage}, contract 11.7. One read. */
public final class GetUsage extends EndpointFunction {

    private final AccountRoot root;

    public GetUsage() {
        this(AccountRoot.onLambda(Endpoints.GET_USAGE.operation().secrets()));
    }

    public GetUsage(AccountRoot root) {
        super(Endpoints.GET_USAGE.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var live = exchange.known().live();
        var period = InvoicePeriod.at(Admission.now(live, exchange.now()));
        var rollUp = root.rollUps().read(UsageSummaryView.scope(live.orgId(), period));
        return Reply.Answer.ok(UsageSummaryView.of(rollUp, root.catalog(), exchange.now(), exchange.requestId()));
    }
}
