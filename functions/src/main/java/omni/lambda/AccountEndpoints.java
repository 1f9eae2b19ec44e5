package omni.lambda;

import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.chat.TicketSeal;
import omni.endpoint.BootstrapAgent;
import omni.endpoint.CreateApiKey;
import omni.endpoint.CreateApproval;
import omni.endpoint.CreateOrganization;
import omni.endpoint.EndSession;
import omni.endpoint.Endpoints;
import omni.endpoint.ExportUsage;
import omni.endpoint.FinishLogin;
import omni.endpoint.GetActivity;
import omni.endpoint.GetAdminOrganization;
import omni.endpoint.GetAgentsOverview;
import omni.endpoint.GetAuthorizationServerMetadata;
import omni.endpoint.GetBilling;
import omni.endpoint.GetBillingRates;
import omni.endpoint.GetDashboardOverview;
import omni.endpoint.GetHealth;
import omni.endpoint.GetLimits;
import omni.endpoint.GetMcpInstall;
import omni.endpoint.GetOpenApi;
import omni.endpoint.GetOrganization;
import omni.endpoint.GetPrincipal;
import omni.endpoint.GetProtectedResourceMetadata;
import omni.endpoint.GetReadiness;
import omni.endpoint.GetRequestDiagnostics;
import omni.endpoint.GetSession;
import omni.endpoint.GetSettings;
import omni.endpoint.GetUsage;
import omni.endpoint.GetUsageEndpoints;
import omni.endpoint.GetUsageRequests;
import omni.endpoint.GetUsageSeries;
import omni.endpoint.InviteMember;
import omni.endpoint.IssueBootstrapToken;
import omni.endpoint.IssueChatTicket;
import omni.endpoint.ListApiKeys;
import omni.endpoint.ListApprovals;
import omni.endpoint.ListBootstrapTokens;
import omni.endpoint.ListEvents;
import omni.endpoint.ListMembers;
import omni.endpoint.QuoteBilling;
import omni.endpoint.RemoveMember;
import omni.endpoint.RequestAccountDeletion;
import omni.endpoint.RevokeApiKey;
import omni.endpoint.RevokeBootstrapToken;
import omni.endpoint.RotateApiKey;
import omni.endpoint.SetContract;
import omni.endpoint.SetRestriction;
import omni.endpoint.StartLogin;
import omni.endpoint.UpdateAppearance;
import omni.endpoint.UpdateBudget;
import omni.endpoint.UpdateOrganizationSettings;
import omni.endpoint.UpdateProfile;
import omni.log.RequestLog;

/** How each endpoint of the group {@code ACCOUNT} is made: from exactly what it uses, and no other is. */
public record AccountEndpoints(AccountRoot root) {

    /** The function of a route. */
    public EndpointFunction function(Endpoints route) {
        return new EndpointFunction(route.operation(), root.shell(), of(route));
    }

    /** The endpoint of a route, without the shell. */
    public Endpoint of(Endpoints route) {
        var rules = new AccountRules(root);
        return switch (route) {
            case START_LOGIN ->
                new StartLogin(root.login().identity(), root.ids(), root.settings(), log(), rules.loginCookie());
            case FINISH_LOGIN ->
                new FinishLogin(
                        root.login().identity(),
                        root.organizations(),
                        root.members(),
                        root.login().sessions(),
                        root.login().signUp(),
                        root.login().seal(),
                        root.ids(),
                        root.settings(),
                        log());
            case GET_SESSION -> new GetSession(root.login().sessions(), root.settings());
            case END_SESSION -> new EndSession(root.login().sessions(), root.settings());
            case CREATE_ORGANIZATION ->
                new CreateOrganization(
                        root.accounts(),
                        root.keys(),
                        root.organizations(),
                        root.members(),
                        root.login().signUp(),
                        root.login().seal(),
                        root.ids(),
                        root.settings(),
                        rules.onboarding(),
                        rules.billing());
            case GET_PRINCIPAL -> new GetPrincipal(root.headers());
            case GET_ORGANIZATION -> new GetOrganization(root.organizations(), root.settings());
            case LIST_MEMBERS -> new ListMembers(root.members());
            case INVITE_MEMBER -> new InviteMember(root.members(), root.ids(), root.catalog(), root.headers());
            case REMOVE_MEMBER ->
                new RemoveMember(root.keys(), root.ringChanges(), root.members(), root.ids(), rules.access());
            case LIST_API_KEYS -> new ListApiKeys(root.keys(), root.members());
            case CREATE_API_KEY ->
                new CreateApiKey(
                        root.keys(),
                        root.ringChanges(),
                        root.members(),
                        root.format(),
                        root.hasher(),
                        root.ids(),
                        rules.keyRules(),
                        rules.access());
            case REVOKE_API_KEY -> new RevokeApiKey(root.keys(), root.ringChanges(), root.members(), root.ids());
            case GET_BILLING -> new GetBilling(root.accounts(), rules.billing());
            case GET_BILLING_RATES ->
                new GetBillingRates(
                        root.catalog(), root.terms(), root.configuration().grantCalls());
            case GET_LIMITS ->
                new GetLimits(
                        root.catalog(),
                        root.terms(),
                        root.headers(),
                        root.configuration().chat().limits());
            case QUOTE_BILLING ->
                new QuoteBilling(
                        root.accounts(),
                        root.rollUps(),
                        root.admission(),
                        root.catalog(),
                        root.terms(),
                        rules.problems());
            case UPDATE_BUDGET ->
                new UpdateBudget(
                        root.accounts(),
                        root.rollUps(),
                        root.budgets(),
                        root.ids(),
                        root.catalog(),
                        root.terms(),
                        rules.access());
            case CREATE_APPROVAL -> new CreateApproval(root.accounts(), root.budgets(), root.ids());
            case LIST_APPROVALS -> new ListApprovals(root.budgets());
            case GET_ACTIVITY -> new GetActivity(root.usage(), root.events(), root.catalog());
            case GET_USAGE -> new GetUsage(root.rollUps(), root.catalog());
            case GET_USAGE_SERIES -> new GetUsageSeries(root.usage());
            case GET_USAGE_ENDPOINTS -> new GetUsageEndpoints(root.usage(), root.catalog());
            case GET_USAGE_REQUESTS -> new GetUsageRequests(root.usage(), root.catalog());
            case EXPORT_USAGE -> new ExportUsage(root.usage(), root.catalog());
            case GET_REQUEST_DIAGNOSTICS -> new GetRequestDiagnostics(root.usage(), root.events(), root.catalog());
            case LIST_EVENTS -> new ListEvents(root.events());
            case ROTATE_API_KEY ->
                new RotateApiKey(
                        root.keys(),
                        root.ringChanges(),
                        root.members(),
                        root.format(),
                        root.hasher(),
                        root.ids(),
                        rules.keyRules(),
                        rules.access());
            case ISSUE_BOOTSTRAP_TOKEN ->
                new IssueBootstrapToken(
                        root.sponsorTokens(),
                        root.members(),
                        root.format(),
                        root.hasher(),
                        root.ids(),
                        root.configuration().bootstrapTtlSeconds(),
                        rules.keyRules());
            case LIST_BOOTSTRAP_TOKENS -> new ListBootstrapTokens(root.sponsorTokens(), root.members());
            case REVOKE_BOOTSTRAP_TOKEN -> new RevokeBootstrapToken(root.sponsorTokens(), root.ids());
            case ISSUE_CHAT_TICKET ->
                new IssueChatTicket(
                        root.catalog(),
                        root.configuration().chat().url(),
                        new TicketSeal(root.configuration().chat().ticketSecrets()),
                        root.ids(),
                        root.configuration().settings());
            case BOOTSTRAP_AGENT ->
                new BootstrapAgent(
                        root.accounts(),
                        root.ringChanges(),
                        root.sponsorTokens(),
                        root.organizations(),
                        root.members(),
                        root.format(),
                        root.hasher(),
                        root.ids(),
                        rules.bootstrapAnswers(),
                        rules.keyRules());
            case GET_MCP_INSTALL -> new GetMcpInstall(root.settings(), rules.install());
            case GET_AGENTS_OVERVIEW ->
                new GetAgentsOverview(root.settings(), root.configuration().grantCalls());
            case GET_HEALTH -> new GetHealth();
            case GET_READINESS -> new GetReadiness(root.storeCheck(), log());
            case GET_PROTECTED_RESOURCE_METADATA ->
                new GetProtectedResourceMetadata(
                        root.settings(), root.configuration().oidc().map(Configuration.Oidc::issuer));
            case GET_AUTHORIZATION_SERVER_METADATA -> new GetAuthorizationServerMetadata(rules.issuer(), log());
            case GET_SETTINGS -> new GetSettings(rules.accountSettings());
            case UPDATE_PROFILE -> new UpdateProfile(root.preferences(), rules.accountSettings());
            case UPDATE_ORGANIZATION_SETTINGS -> new UpdateOrganizationSettings(rules.accountSettings());
            case UPDATE_APPEARANCE -> new UpdateAppearance(rules.accountSettings());
            case REQUEST_ACCOUNT_DELETION -> new RequestAccountDeletion(root.preferences(), rules.accountSettings());
            case GET_OPEN_API ->
                new GetOpenApi(root.settings(), root.foundation().routing());
            case GET_ADMIN_ORGANIZATION ->
                new GetAdminOrganization(root.accounts(), root.oversight(), rules.adminOrganizations());
            case SET_CONTRACT -> new SetContract(root.marks(), rules.oversightChanges());
            case SET_RESTRICTION -> new SetRestriction(rules.oversightChanges());
            case GET_DASHBOARD_OVERVIEW ->
                new GetDashboardOverview(
                        root.accounts(),
                        root.rollUps(),
                        root.keys(),
                        root.organizations(),
                        root.members(),
                        root.catalog(),
                        root.settings(),
                        rules.billing(),
                        rules.keyRules(),
                        root.configuration().oidc().isPresent());
            default -> throw OperationSetting.notOf(Group.ACCOUNT, route.name());
        };
    }

    private RequestLog log() {
        return root.foundation().log();
    }
}
