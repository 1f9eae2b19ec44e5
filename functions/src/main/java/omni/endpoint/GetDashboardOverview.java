package omni.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.billing.InvoicePeriod;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.credential.KeyRing;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.lambda.AccountRoot;
import omni.ledger.RollUp;
import omni.member.Organization;
import omni.meter.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the first page of a dashboard shows, by seven reads whatever the organisation's size: account, billing,
 * roll-up of the period, profile, key ring, last uses, members. {@code GET /v1/dashboard/overview}, contract 11.7.
 */
public final class GetDashboardOverview extends EndpointFunction {

    record Response(
            String object,
            String requestId,
            PrincipalView principal,
            @Nullable OrganizationBody organization,
            BillingView billing,
            UsageSummaryView usage,
            List<ApiKeyView> apiKeys,
            OverviewView overview) {}

    private final AccountRoot root;

    public GetDashboardOverview() {
        this(AccountRoot.onLambda(Endpoints.GET_DASHBOARD_OVERVIEW.operation().secrets()));
    }

    public GetDashboardOverview(AccountRoot root) {
        super(Endpoints.GET_DASHBOARD_OVERVIEW.operation(), root.shell());
        this.root = root;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var live = root.accounts().load(exchange.known().orgId());
        return live == null
                ? Reply.Problem.of(ErrorCode.ORGANIZATION_NOT_FOUND, "The organization is gone.")
                : Reply.Answer.ok(answer(live, exchange));
    }

    private Response answer(Account live, Exchange exchange) {
        var now = Admission.now(live, exchange.now());
        var principal = exchange.known().principal();
        var period = root.rollUps().read(UsageSummaryView.scope(live.orgId(), InvoicePeriod.at(now)));
        var billing = billing(live, period, exchange, now);
        var usage = UsageSummaryView.of(period, root.catalog(), exchange.now(), exchange.requestId());
        var ring = root.keys().ring(live.orgId());
        var keys = keys(ring, exchange.now());
        var parts = new OverviewView.Parts(
                principal,
                live,
                billing,
                usage,
                keys,
                ring.activeCount(exchange.now()),
                new KeyRules(root, problems()).limit(live, now),
                root.configuration().oidc().isPresent());
        return new Response(
                "dashboard_overview",
                exchange.requestId(),
                PrincipalView.of(principal),
                organization(live.orgId()),
                billing,
                usage,
                keys,
                OverviewView.of(parts, exchange.now()));
    }

    private BillingView billing(Account live, RollUp period, Exchange exchange, Instant now) {
        var parts = new BillingView.Parts(
                root.catalog(),
                root.terms(),
                root.settings().livemode(),
                root.accounts().billing(live.orgId()),
                period);
        return BillingView.of(
                parts, live, exchange.requestId(), exchange.trace().traceparent(), now);
    }

    private List<ApiKeyView> keys(KeyRing ring, Instant now) {
        var lastUse = root.keys().lastUse(ring.orgId());
        var people = KeyPeople.of(root.members(), ring.orgId());
        return ring.keys().stream()
                .map(key -> ApiKeyView.of(key, lastUse.get(key.id()), now, people, null))
                .toList();
    }

    private @Nullable OrganizationBody organization(String orgId) {
        var organization = root.organizations().find(orgId);
        return organization == null
                ? null
                : OrganizationBody.of(organization, root.settings().livemode());
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
