package omni.endpoint;

import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.http.Reply;
import omni.lambda.AccountRoot;

/** Shows any organisation to an operator. {@code GET /v1/admin/orgs/{orgId}}, contract 11.11. */
public final class GetAdminOrganization extends EndpointFunction {

    private final AccountRoot root;

    public GetAdminOrganization() {
        this(AccountRoot.onLambda(Endpoints.GET_ADMIN_ORGANIZATION.operation().secrets()));
    }

    public GetAdminOrganization(AccountRoot root) {
        super(Endpoints.GET_ADMIN_ORGANIZATION.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = AdminOrganization.orgId(exchange);
        var account = orgId.isEmpty() ? null : root.accounts().load(orgId);
        return account == null
                ? AdminOrganization.notFound()
                : AdminOrganization.answer(root, account, root.oversight().record(orgId), exchange);
    }
}
