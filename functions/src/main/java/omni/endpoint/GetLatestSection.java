package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.sec.SectionLookup;

/** Reads one section of an issuer's latest filing. {@code GET /v1/filings/latest/sections/{section_key}}, contract 11.12. */
public record GetLatestSection(SectionLookup sections) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.requireCaller().principal().livemode();
        return DataReply.of(
                sections.latest(request.pathParameters().getOrDefault("section_key", ""), request.query(), livemode),
                exchange);
    }
}
