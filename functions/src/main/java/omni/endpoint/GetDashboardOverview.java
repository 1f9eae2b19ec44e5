package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.InvoicePeriod;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.credential.KeyRing;
import omni.credential.Keys;
import omni.http.Reply;
import omni.http.Settings;
import omni.ledger.RollUps;
import omni.member.Members;
import omni.member.Organization;
import omni.member.Organizations;
import omni.meter.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the first page of a dashboard shows, by seven reads whatever the organization's size: account, billing,
 * roll-up of the period, profile, key ring, last uses, members. {@code GET /v1/dashboard/overview}, contract 11.7.
 *
 * @param signsPeopleIn whether an issuer is configured
 */
public record GetDashboardOverview(
        Accounts accounts,
        RollUps rollUps,
        Keys keys,
        Organizations organizations,
        Members members,
        Catalog catalog,
        Settings settings,
        BillingViews billing,
        KeyRules rules,
        boolean signsPeopleIn)
        implements Endpoint {

    record Response(
            String object,
            String requestId,
            PrincipalView principal,
            @Nullable OrganizationBody organization,
            BillingView billing,
            UsageSummaryView usage,
            List<ApiKeyView> apiKeys,
            OverviewView overview) {}

    @Override
    public Reply handle(Exchange exchange) {
        var live = accounts.load(exchange.requireCaller().orgId());
        return live == null ? Reply.Problem.organizationGone() : Reply.Answer.ok(answer(live, exchange));
    }

    private Response answer(Account live, Exchange exchange) {
        var now = Admission.now(live, exchange.now());
        var principal = exchange.requireCaller().principal();
        var period = rollUps.read(UsageSummaryView.scope(live.orgId(), InvoicePeriod.at(now)));
        var view = billing.with(period, live, exchange, now);
        var usage = UsageSummaryView.of(period, catalog, exchange.now(), exchange.requestId());
        var ring = this.keys.ring(live.orgId());
        var keys = keys(ring, exchange.now());
        var parts = new OverviewView.Parts(
                principal,
                live,
                view,
                usage,
                keys,
                ring.activeCount(exchange.now()),
                rules.limit(live, now),
                signsPeopleIn);
        return new Response(
                "dashboard_overview",
                exchange.requestId(),
                PrincipalView.of(principal),
                organization(live.orgId()),
                view,
                usage,
                keys,
                OverviewView.of(parts, exchange.now()));
    }

    private List<ApiKeyView> keys(KeyRing ring, Instant now) {
        var lastUse = this.keys.lastUse(ring.orgId());
        var people = KeyPeople.of(members, ring.orgId());
        return ring.keys().stream()
                .map(key -> ApiKeyView.of(key, lastUse.get(key.id()), now, people, null))
                .toList();
    }

    private @Nullable OrganizationBody organization(String orgId) {
        var organization = organizations.find(orgId);
        return organization == null ? null : OrganizationBody.of(organization, settings.livemode());
    }

    /** Organization without its {@code object}. */
    record OrganizationBody(
            String id,
            Instant createdAt,
            boolean livemode,
            @Nullable String name,
            Map<String, Object> metadata) {

        static OrganizationBody of(Organization organization, boolean livemode) {
            var view = OrganizationView.of(organization, livemode, null);
            return new OrganizationBody(view.id(), view.createdAt(), view.livemode(), view.name(), view.metadata());
        }
    }
}
