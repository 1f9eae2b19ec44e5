package omni.endpoint;

import java.time.Duration;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** Describes every operation, answer and error for machines (OpenAPI 3.1). {@code GET /openapi.json}, contract 1. */
public final class GetOpenApi extends EndpointFunction {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Reply.Answer document;

    public GetOpenApi() {
        this(AccountRoot.onLambda(Endpoints.GET_OPEN_API.operation().secrets()));
    }

    public GetOpenApi(AccountRoot root) {
        super(Endpoints.GET_OPEN_API.operation(), root.shell());
        this.document = Reply.Answer.ok(new OpenApiDocument(root.settings()).json())
                .with("Content-Type", "application/json")
                .with("Cache-Control", "public, max-age=" + FRESH.toSeconds());
    }

    @Override
    public Reply handle(Exchange exchange) {
        return document;
    }
}
