package omni.endpoint;

import java.util.List;
import omni.account.GrantRenewal;
import omni.account.Terms;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/** The public price list. {@code GET /v1/billing/rates}, contract 11.3. */
public record GetBillingRates(Catalog catalog, Terms terms, long grantCalls) implements Endpoint {

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

    @Override
    public Reply handle(Exchange exchange) {
        var card = catalog.rateCard();
        var monthly = terms.renewal() == GrantRenewal.MONTHLY;
        var grant = new StarterGrant(
                "starter_grant",
                "sandbox_grant",
                "sandbox_grant",
                grantCalls,
                monthly,
                monthly ? "monthly" : null,
                "payg");
        return Reply.Answer.ok(new Response(
                        "pricing_catalog", exchange.requestId(), card.version(), RatesView.plans(card), grant))
                .with("Cache-Control", "public, max-age=60");
    }
}
