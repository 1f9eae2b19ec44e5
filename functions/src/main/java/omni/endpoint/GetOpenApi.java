package omni.endpoint;

import java.time.Duration;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.Routing;
import omni.http.Reply;
import omni.http.Settings;

/** Describes every operation, answer and error for machines (OpenAPI 3.1). {@code GET /openapi.json}, contract 1. */
public final class GetOpenApi implements Endpoint {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Reply.Answer document;

    public GetOpenApi(Settings settings, Routing routing) {
        this.document = Reply.Answer.ok(new OpenApiDocument(settings, routing).json())
                .with("Content-Type", "application/json")
                .with("Cache-Control", "public, max-age=" + FRESH.toSeconds());
    }

    @Override
    public Reply handle(Exchange exchange) {
        return document;
    }
}
