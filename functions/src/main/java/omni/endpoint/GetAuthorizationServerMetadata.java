package omni.endpoint;

import omni.access.AuthorizationServer;
import omni.access.AuthorizationServer.Metadata;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.log.LogLine;
import omni.log.RequestLog;

/**
 * The configured issuer's own document, word for word, for clients that look for it here (RFC 8414). {@code GET
 * /.well-known/oauth-authorization-server}, contract 13.3.
 */
public record GetAuthorizationServerMetadata(AuthorizationServer issuer, RequestLog log) implements Endpoint {

    /** Seconds: an issuer that is down, or not configured, won't be back at once. */
    private static final int RETRY_AFTER = 30;

    @Override
    public Reply handle(Exchange exchange) {
        return switch (issuer.metadata()) {
            case Metadata.Published(var json) ->
                Reply.Answer.ok(json)
                        .with("Content-Type", "application/json")
                        .with("Cache-Control", "public, max-age=300");
            case Metadata.NotNow(var cause) -> unavailable(exchange, cause);
        };
    }

    private Reply unavailable(Exchange exchange, String cause) {
        log.line(new LogLine.Hindrance(
                LogLine.Hindrance.Event.ISSUER_METADATA_UNAVAILABLE, exchange.now(), exchange.requestId(), cause));
        return Reply.Problem.of(
                        ErrorCode.WORKOS_AUTHORIZATION_SERVER_UNAVAILABLE,
                        "The sign-in service says nothing about itself right now.")
                .retryAfter(RETRY_AFTER);
    }
}
