package omni.endpoint;

import omni.account.Terms;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.catalog.Catalog;
import omni.chat.ChatLimits;
import omni.http.Reply;

/** The rate limits that apply now. {@code GET /v1/limits}, contract 11.7. */
public record GetLimits(Catalog catalog, Terms terms, MeterHeaders headers, ChatLimits chat) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var position = headers.position(exchange.requireCaller().live(), exchange.now());
        return Reply.Answer.ok(LimitsView.of(
                catalog,
                terms,
                chat,
                position,
                exchange.requireCaller().orgId(),
                exchange.requestId(),
                exchange.now()));
    }
}
