package omni.endpoint;

import java.util.List;
import omni.account.GrantRenewal;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;
import org.jspecify.annotations.Nullable;

/** The public price list. {@code GET /v1/billing/rates}, contract 11.3. */
public final class GetBillingRates extends EndpointFunction {

    record Response(
            String object,
            String requestId,
            String version,
            List<RatesView.BillingPlan> plans,
            StarterGrant starterGrant) {}

    record StarterGrant(
            String object,
            String planKey,
            String billingState,
            long calls,
            boolean renewable,
            @Nullable String period,
            String overflowPlanKey) {}

    private final AccountRoot root;

    public GetBillingRates() {
        this(AccountRoot.onLambda(Endpoints.GET_BILLING_RATES.operation().secrets()));
    }

    public GetBillingRates(AccountRoot root) {
        super(Endpoints.GET_BILLING_RATES.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var card = root.catalog().rateCard();
        var monthly = root.terms().renewal() == GrantRenewal.MONTHLY;
        var grant = new StarterGrant(
                "starter_grant",
                "sandbox_grant",
                "sandbox_grant",
                root.configuration().grantCalls(),
                monthly,
                monthly ? "monthly" : null,
                "payg");
        return Reply.Answer.ok(new Response(
                        "pricing_catalog", exchange.requestId(), card.version(), RatesView.plans(card), grant))
                .with("Cache-Control", "public, max-age=60");
    }
}
