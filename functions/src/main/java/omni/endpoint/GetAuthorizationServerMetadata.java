package omni.endpoint;

import java.util.LinkedHashMap;
import omni.access.AuthorizationServer;
import omni.access.AuthorizationServer.Metadata;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.log.RequestLog;
import org.jspecify.annotations.Nullable;

/**
 * The configured issuer's own document, word for word, for clients that look for it here (RFC 8414). {@code GET
 * /.well-known/oauth-authorization-server}, contract 13.3.
 */
public final class GetAuthorizationServerMetadata implements Endpoint {

    /** Seconds: an issuer that is down, or not configured, won't be back at once. */
    private static final int RETRY_AFTER = 30;

    private final AuthorizationServer issuer;
    private final RequestLog log;

    public GetAuthorizationServerMetadata(AuthorizationServer issuer, RequestLog log) {
        this.issuer = issuer;
        this.log = log;
    }

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
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("event", "issuer_metadata_unavailable");
        line.put("at", exchange.now());
        line.put("requestId", exchange.requestId());
        line.put("cause", cause);
        log.line(line);
        return Reply.Problem.of(
                        ErrorCode.WORKOS_AUTHORIZATION_SERVER_UNAVAILABLE,
                        "The sign-in service says nothing about itself right now.")
                .retryAfter(RETRY_AFTER);
    }
}
