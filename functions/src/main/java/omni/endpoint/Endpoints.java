package omni.endpoint;

import static omni.access.SecretName.ADDRESS_SALT;
import static omni.access.SecretName.OIDC_CLIENT_SECRET;
import static omni.access.SecretName.PEPPERS;
import static omni.access.SecretName.SESSION_KEY;
import static omni.access.SecretName.STRIPE_API_KEY;
import static omni.access.SecretName.STRIPE_WEBHOOK_SECRETS;
import static omni.access.SecretName.TICKET_SECRET_PREVIOUS;
import static omni.access.SecretName.TICKET_SECRET_PRIMARY;
import static omni.call.Operation.Access.bySignature;
import static omni.call.Operation.Access.cookie;
import static omni.call.Operation.Access.human;
import static omni.call.Operation.Access.humanAnywhere;
import static omni.call.Operation.Access.open;
import static omni.call.Operation.Access.org;
import static omni.call.Operation.Access.scope;
import static omni.call.Operation.Meter.CATALOG;
import static omni.call.Operation.Meter.FREE;
import static omni.call.Operation.Meter.UNMETERED;
import static omni.call.Operation.Trait.CHANGES_NOTHING;
import static omni.call.Operation.Trait.GIVES_A_KEY;
import static omni.call.Operation.Trait.READS_ITS_BODY;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omni.access.Scopes;
import omni.access.SecretName;
import omni.call.Operation;
import omni.call.Operation.Access;
import omni.call.Operation.Group;
import omni.call.Operation.Meter;
import omni.call.Operation.TableGrant;
import omni.call.Operation.Trait;

/**
 * The one list of routes (contract section 1). Code, stack, local server and tests read it. A constant's name is the operation's:
 * {@code GET_BILLING} is {@code GetBilling}, the class of that name in this package. Behind it stand its path with aliases, who may
 * call, what it is metered as, its rights on the table and the secrets that it reads; what follows from these, the artifact that
 * carries it, rights for an Idempotency-Key and for the addresses of public callers, is added.
 */
public enum Endpoints {
    // spotless:off
    START_LOGIN(get("/login"), open(), UNMETERED, Grants.NOTHING, SESSION_KEY),
    FINISH_LOGIN(get("/auth/callback"), open(), UNMETERED, Grants.SIGN_IN, PEPPERS, SESSION_KEY, OIDC_CLIENT_SECRET),
    GET_SESSION(get("/auth/session"), cookie(), UNMETERED, Grants.SESSION_READ),
    END_SESSION(post("/auth/session/logout"), cookie(), UNMETERED, Grants.SESSION_END),
    CREATE_ORGANIZATION(post("/v1/onboarding/organization"), humanAnywhere(), FREE,
            Grants.ONBOARDING, PEPPERS, SESSION_KEY),
    GET_PRINCIPAL(get("/v1/me"), org(), FREE, Grants.WINDOW),
    GET_ORGANIZATION(get("/v1/org"), org(), FREE, Grants.READ),
    LIST_MEMBERS(get("/v1/org/members"), org(), FREE, Grants.LIST),
    INVITE_MEMBER(put("/v1/org/members/{email}"), human(Scopes.BILLING_MANAGE), FREE, Grants.INVITATION),
    REMOVE_MEMBER(delete("/v1/org/members/{email}"), human(Scopes.BILLING_MANAGE).evenRestricted(), FREE,
            Grants.REMOVAL),
    LIST_API_KEYS(get("/v1/api_keys"), org(), FREE, Grants.READ_AND_LIST),
    CREATE_API_KEY(post("/v1/api_keys"), scope(Scopes.API_KEYS_MANAGE), FREE, Grants.KEYS, PEPPERS),
    REVOKE_API_KEY(delete("/v1/api_keys/{keyId}"), scope(Scopes.API_KEYS_MANAGE).evenRestricted(), FREE, Grants.KEYS),
    GET_BILLING(get("/v1/billing"), org(), FREE, Grants.READ),
    GET_BILLING_RATES(get("/v1/billing/rates"), open(), FREE, Grants.NOTHING),
    GET_LIMITS(get("/v1/limits"), org(), FREE, Grants.WINDOW),
    QUOTE_BILLING(post("/v1/billing/quote").with(CHANGES_NOTHING), org().evenRestricted(), FREE, Grants.READ),
    UPDATE_BUDGET(put("/v1/billing/budget"), scope(Scopes.BILLING_MANAGE), FREE, Grants.BUDGET),
    CREATE_APPROVAL(post("/v1/billing/approvals"), human(Scopes.BILLING_MANAGE), FREE, Grants.APPROVAL),
    LIST_APPROVALS(get("/v1/billing/approvals"), scope(Scopes.BILLING_READ), FREE, Grants.LIST),
    GET_ACTIVITY(get("/v1/dashboard/activity"), scope(Scopes.BILLING_READ), FREE, Grants.ACTIVITY),
    GET_USAGE(get("/v1/usage"), org(), FREE, Grants.READ),
    GET_USAGE_SERIES(get("/v1/dashboard/usage/series"), scope(Scopes.BILLING_READ), FREE, Grants.LIST),
    GET_USAGE_ENDPOINTS(get("/v1/dashboard/usage/endpoints"), scope(Scopes.BILLING_READ), FREE, Grants.LIST),
    GET_USAGE_REQUESTS(get("/v1/dashboard/usage/requests"), scope(Scopes.BILLING_READ), FREE, Grants.USAGE_ROWS),
    EXPORT_USAGE(get("/v1/dashboard/usage/export"), scope(Scopes.BILLING_READ), FREE, Grants.USAGE_ROWS),
    GET_REQUEST_DIAGNOSTICS(get("/v1/diagnostics/requests/{requestId}"), org(), FREE, Grants.DIAGNOSTICS),
    LIST_EVENTS(get("/v1/events"), scope(Scopes.BILLING_READ), FREE, Grants.EVENTS),
    ACTIVATE_PAYG(post("/v1/billing/payg/activate"), scope(Scopes.BILLING_MANAGE).evenRestricted(), FREE,
            Grants.CHECKOUT, STRIPE_API_KEY),
    START_CHECKOUT(post("/v1/billing/checkout"), scope(Scopes.BILLING_MANAGE).evenRestricted(), FREE,
            Grants.CHECKOUT, STRIPE_API_KEY),
    OPEN_PORTAL(post("/v1/billing/portal"), scope(Scopes.BILLING_MANAGE).evenRestricted(), FREE,
            Grants.PORTAL, STRIPE_API_KEY),
    RECEIVE_STRIPE_EVENT(post("/v1/billing/webhooks/stripe"), bySignature(), FREE,
            Grants.STRIPE_EVENT, STRIPE_API_KEY, STRIPE_WEBHOOK_SECRETS),
    ROTATE_API_KEY(post("/v1/api_keys/{keyId}/rotate"), scope(Scopes.API_KEYS_MANAGE), FREE, Grants.KEYS, PEPPERS),
    ISSUE_BOOTSTRAP_TOKEN(post("/v1/agent/bootstrap_tokens"), human(), FREE, Grants.TOKEN_ISSUE, PEPPERS),
    LIST_BOOTSTRAP_TOKENS(get("/v1/agent/bootstrap_tokens"), human(), FREE, Grants.TOKEN_LIST),
    REVOKE_BOOTSTRAP_TOKEN(delete("/v1/agent/bootstrap_tokens/{tokenId}"), human().evenRestricted(), FREE,
            Grants.TOKEN_REVOCATION),
    ISSUE_CHAT_TICKET(post("/v1/agent-chat/tickets").with(CHANGES_NOTHING), human(), FREE, Grants.WINDOW,
            TICKET_SECRET_PRIMARY, TICKET_SECRET_PREVIOUS),
    BOOTSTRAP_AGENT(post("/v1/agent/bootstrap").with(GIVES_A_KEY), open(), FREE, Grants.TOKEN_EXCHANGE, PEPPERS),
    GET_MCP_INSTALL(get("/mcp"), open(), UNMETERED, Grants.NOTHING),
    CALL_MCP(post("/mcp").with(CHANGES_NOTHING, READS_ITS_BODY), org().evenRestricted(), FREE,
            Group.METERED, Grants.MCP),
    GET_AGENTS_OVERVIEW(get("/agents"), open(), UNMETERED, Grants.NOTHING),
    GET_HEALTH(get("/healthz"), open(), UNMETERED, Grants.NOTHING),
    GET_READINESS(get("/readyz"), open(), UNMETERED, Grants.READINESS),
    GET_PROTECTED_RESOURCE_METADATA(
            get("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"),
            open(), UNMETERED, Grants.NOTHING),
    GET_AUTHORIZATION_SERVER_METADATA(get("/.well-known/oauth-authorization-server"), open(), UNMETERED,
            Grants.NOTHING),
    GET_SETTINGS(get("/v1/dashboard/settings"), org(), FREE, Grants.SETTINGS_READ),
    UPDATE_PROFILE(patch("/v1/dashboard/settings/profile"), human(), FREE, Grants.SETTINGS_CHANGE),
    UPDATE_ORGANIZATION_SETTINGS(patch("/v1/dashboard/settings/organization"), human(), FREE, Grants.SETTINGS_CHANGE),
    UPDATE_APPEARANCE(put("/v1/dashboard/settings/appearance"), human(), FREE, Grants.SETTINGS_CHANGE),
    REQUEST_ACCOUNT_DELETION(post("/v1/dashboard/settings/account-deletion-request"), human(), FREE,
            Grants.SETTINGS_CHANGE),
    GET_OPEN_API(get("/openapi.json"), open(), UNMETERED, Grants.NOTHING),
    GET_ADMIN_ORGANIZATION(get("/v1/admin/orgs/{orgId}"), scope(Scopes.OPERATOR), FREE, Grants.READ),
    SET_CONTRACT(put("/v1/admin/orgs/{orgId}/contract"), human(Scopes.OPERATOR).evenRestricted(), FREE,
            Grants.CONTRACT),
    SET_RESTRICTION(put("/v1/admin/orgs/{orgId}/restriction"), human(Scopes.OPERATOR).evenRestricted(), FREE,
            Grants.OVERSIGHT),
    GET_DASHBOARD_OVERVIEW(get("/v1/dashboard/overview"), org(), FREE, Grants.READ_AND_LIST),
    RESOLVE_ENTITY(get("/v1/entities/resolve"), org(), CATALOG, Grants.METERED),
    GET_LATEST_FILING(get("/v1/filings/latest"), org(), CATALOG, Grants.METERED),
    GET_LATEST_SECTION(get("/v1/filings/latest/sections/{section_key}"), org(), CATALOG, Grants.METERED),
    GET_STATEMENT(get("/v1/statements/{statement_key}"), org(), CATALOG, Grants.METERED),
    FORWARD_CATALOG_ROUTE(route("ANY", "/{proxy+}"), org(), CATALOG, Grants.METERED);
    // spotless:on

    private final Operation operation;

    Endpoints(Route route, Access access, Meter meter, List<TableGrant> table, SecretName... names) {
        this(route, access, meter, group(meter, Set.of(names)), table, names);
    }

    /** In another group than its meter and secrets would give. */
    Endpoints(Route route, Access access, Meter meter, Group group, List<TableGrant> table, SecretName... names) {
        var secrets = Set.of(names);
        var alone = new Operation(
                Operation.idOf(this),
                route.method(),
                route.paths(),
                access,
                meter,
                group,
                table,
                secrets,
                route.traits());
        var keyed = alone.honorsIdempotencyKey() ? alone.with(Grants.IDEMPOTENCY) : alone;
        this.operation =
                keyed.addressLimit().isPresent() ? keyed.with(Grants.ADDRESS).with(ADDRESS_SALT) : keyed;
    }

    /** What is sold, what speaks to Stripe, and all the rest. */
    private static Group group(Meter meter, Set<SecretName> secrets) {
        return meter == Meter.CATALOG
                ? Group.METERED
                : secrets.contains(SecretName.STRIPE_API_KEY) ? Group.STRIPE : Group.ACCOUNT;
    }

    /** @param paths the path, then its aliases */
    private record Route(String method, List<String> paths, Set<Trait> traits) {

        Route with(Trait... more) {
            return new Route(method, paths, Set.of(more));
        }
    }

    private static Route route(String method, String... paths) {
        return new Route(method, List.of(paths), Set.of());
    }

    private static Route get(String... paths) {
        return route("GET", paths);
    }

    private static Route post(String path) {
        return route("POST", path);
    }

    private static Route put(String path) {
        return route("PUT", path);
    }

    private static Route patch(String path) {
        return route("PATCH", path);
    }

    private static Route delete(String path) {
        return route("DELETE", path);
    }

    public Operation operation() {
        return operation;
    }

    /** The operation of a method and a gateway resource, for the authorizer; HEAD is a GET. */
    public static Optional<Endpoints> of(String method, String resource) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.operation.method().equals(wanted)
                        && endpoint.operation.paths().contains(resource))
                .findFirst();
    }
}
