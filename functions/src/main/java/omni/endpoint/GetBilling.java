package omni.endpoint;

import omni.account.Accounts;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;

/**
 * Where the organization stands: state, grant, plan, prices, budget, as of a fresh read. {@code GET /v1/billing}, contract
 * 11.3.
 */
public record GetBilling(Accounts accounts, BillingViews billing) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = exchange.requireCaller().orgId();
        var account = accounts.load(orgId);
        if (account == null) {
            return Reply.Problem.organizationGone();
        }
        return Reply.Answer.ok(billing.read(account, exchange));
    }
}
