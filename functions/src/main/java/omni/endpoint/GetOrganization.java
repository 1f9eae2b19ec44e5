package omni.endpoint;

import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Organizations;

/** Shows the caller's organization. {@code GET /v1/org}, contract 11.1. */
public record GetOrganization(Organizations organizations, Settings settings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var organization = organizations.find(exchange.requireCaller().orgId());
        return organization == null
                ? Reply.Problem.organizationGone()
                : Reply.Answer.ok(OrganizationView.of(organization, settings.livemode(), exchange.requestId()));
    }
}
