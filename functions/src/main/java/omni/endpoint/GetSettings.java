package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** What people set about their organisation and themselves. {@code GET /v1/dashboard/settings}, contract 11.8. */
public final class GetSettings extends EndpointFunction {

    private final AccountSettings settings;

    public GetSettings() {
        this(AccountRoot.onLambda(Endpoints.GET_SETTINGS.operation().secrets()));
    }

    public GetSettings(AccountRoot root) {
        super(Endpoints.GET_SETTINGS.operation(), root.shell());
        this.settings = new AccountSettings(root);
    }

    @Override
    public Reply handle(Exchange exchange) {
        return settings.show(exchange);
    }
}
