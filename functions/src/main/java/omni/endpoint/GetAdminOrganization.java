package omni.endpoint;

import omni.account.Accounts;
import omni.account.Oversight;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;

/** Shows any organization to an operator. {@code GET /v1/admin/orgs/{orgId}}, contract 11.11. */
public record GetAdminOrganization(Accounts accounts, Oversight oversight, AdminOrganizations answers)
        implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var orgId = AdminOrganization.orgId(exchange);
        var account = orgId.isEmpty() ? null : accounts.load(orgId);
        return account == null
                ? AdminOrganization.notFound()
                : answers.answer(account, oversight.record(orgId), exchange);
    }
}
