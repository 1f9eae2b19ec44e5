package omni.endpoint;

import omni.account.Account;
import omni.account.Terms;
import omni.billing.OperatorRecord;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Organizations;
import omni.meter.Admission;

/** Shows an organization to operators (contract 11.11). */
public record AdminOrganizations(Organizations organizations, Terms terms, Settings settings, BillingViews billing) {

    /** The view of an organization whose account and record are at hand. */
    Reply answer(Account account, OperatorRecord record, Exchange exchange) {
        var organization = organizations.find(account.orgId());
        if (organization == null) {
            return AdminOrganization.notFound();
        }
        var present = account.rolledTo(Admission.now(account, exchange.now()), terms.renewal());
        return Reply.Answer.ok(new AdminOrganization(
                "admin_organization",
                exchange.requestId(),
                OrganizationView.of(organization, settings.livemode(), null),
                billing.read(account, exchange),
                AdminOrganization.facts(present, record)));
    }
}
