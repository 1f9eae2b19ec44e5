package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.sec.StatementLookup;

/** Reads a financial statement over several periods. {@code GET /v1/statements/{statement_key}}, contract 11.12. */
public record GetStatement(StatementLookup statements) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var request = exchange.request();
        var livemode = exchange.requireCaller().principal().livemode();
        return DataReply.of(
                statements.find(request.pathParameters().getOrDefault("statement_key", ""), request.query(), livemode),
                exchange);
    }
}
