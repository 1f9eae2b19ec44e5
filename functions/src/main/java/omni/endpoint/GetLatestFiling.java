package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.sec.FilingLookup;

/** Finds an issuer's latest filing of a kind. {@code GET /v1/filings/latest}, contract 11.12. */
public record GetLatestFiling(FilingLookup filings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.requireCaller().principal().livemode();
        return DataReply.of(filings.latest(request.query(), livemode), exchange);
    }
}
