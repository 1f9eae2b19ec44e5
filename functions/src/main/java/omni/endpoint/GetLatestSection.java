package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.sec.SectionLookup;

/** Reads one section of an issuer's latest filing. {@code GET /v1/filings/latest/sections/{section_key}}, contract 11.12. */
public final class GetLatestSection implements Endpoint {

    private final SectionLookup sections;

    public GetLatestSection(SectionLookup sections) {
        this.sections = sections;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.known().principal().livemode();
        return DataReply.of(
                sections.latest(request.pathParameters().getOrDefault("section_key", ""), request.query(), livemode),
                exchange);
    }
}
