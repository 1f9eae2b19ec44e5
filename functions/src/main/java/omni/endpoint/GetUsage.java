package omni.endpoint;

import omni.billing.InvoicePeriod;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.Reply;
import omni.ledger.RollUps;
import omni.meter.Admission;

/** The live calls of the current invoice period, by class. {@code GET /v1/usage}, contract 11.7. One read. */
public record GetUsage(RollUps rollUps, Catalog catalog) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var live = exchange.requireCaller().live();
        var period = InvoicePeriod.at(Admission.now(live, exchange.now()));
        var rollUp = rollUps.read(UsageSummaryView.scope(live.orgId(), period));
        return Reply.Answer.ok(UsageSummaryView.of(rollUp, catalog, exchange.now(), exchange.requestId()));
    }
}
