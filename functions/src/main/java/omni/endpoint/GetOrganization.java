package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** Shows the caller's organisation. {@code GET /v1/org}, contract 11.1. */
public final class GetOrganization extends EndpointFunction {

    private final AccountRoot root;

    public GetOrganization() {
        this(AccountRoot.onLambda(Endpoints.GET_ORGANIZATION.operation().secrets()));
    }

    public GetOrganization(AccountRoot root) {
        super(Endpoints.GET_ORGANIZATION.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var organization = root.organizations().find(exchange.known().orgId());
        return organization == null
                ? Reply.Problem.of(ErrorCode.ORGANIZATION_NOT_FOUND, "The organization is gone.")
                : Reply.Answer.ok(
                        OrganizationView.of(organization, root.settings().livemode(), exchange.requestId()));
    }
}
