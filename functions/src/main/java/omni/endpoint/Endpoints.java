package omni.endpoint;

import static omni.access.SecretName.ADDRESS_SALT;
import static omni.access.SecretName.OIDC_CLIENT_SECRET;
import static omni.access.SecretName.PEPPERS;
import static omni.access.SecretName.SESSION_KEY;
import static omni.access.SecretName.STRIPE_API_KEY;
import static omni.access.SecretName.STRIPE_WEBHOOK_SECRETS;
import static omni.call.Operation.Access.cookie;
import static omni.call.Operation.Access.human;
import static omni.call.Operation.Access.humanAnywhere;
import static omni.call.Operation.Access.open;
import static omni.call.Operation.Access.org;
import static omni.call.Operation.Access.scope;
import static omni.call.Operation.Access.signed;
import static omni.call.Operation.Group.ACCOUNT;
import static omni.call.Operation.Group.METERED;
import static omni.call.Operation.Group.STRIPE;
import static omni.call.Operation.Meter.CATALOGUE;
import static omni.call.Operation.Meter.FREE;
import static omni.call.Operation.Meter.UNMETERED;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omni.access.Scopes;
import omni.access.SecretName;
import omni.call.Operation;
import omni.call.Operation.Access;
import omni.call.Operation.Group;
import omni.call.Operation.Meter;
import omni.call.Operation.TableGrant;

/**
 * The one list of routes (contract section 1). Code, stack, local server and tests read it; the class of each constant
 * is {@code omni.endpoint.} and its operationId.
 */
public enum Endpoints {
    START_LOGIN("StartLogin", "GET", "/login", open(), UNMETERED, ACCOUNT, Table.NOTHING, Set.of(SESSION_KEY)),
    FINISH_LOGIN(
            "FinishLogin",
            "GET",
            "/auth/callback",
            open(),
            UNMETERED,
            ACCOUNT,
            grants(
                    Table.on(List.of("GetItem", "UpdateItem"), "USER#"),
                    Table.on(List.of("Query", "DeleteItem"), "INVITE#"),
                    Table.on(List.of("GetItem", "UpdateItem", "DeleteItem"), "ORG#"),
                    Table.on(List.of("PutItem"), "ORG#", "USER#", "KEY#", "EVENT#", "SESSION#", "ROSTER#")),
            Set.of(PEPPERS, SESSION_KEY, OIDC_CLIENT_SECRET)),
    GET_SESSION(
            "GetSession",
            "GET",
            "/auth/session",
            cookie(),
            UNMETERED,
            ACCOUNT,
            grants(Table.on(List.of("GetItem"), "SESSION#"))),
    END_SESSION(
            "EndSession",
            "POST",
            "/auth/session/logout",
            cookie(),
            UNMETERED,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem"), "SESSION#"))),
    CREATE_ORGANIZATION(
            "CreateOrganization",
            "POST",
            "/v1/onboarding/organization",
            humanAnywhere(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("GetItem", "PutItem"), "USER#"),
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("GetItem", "PutItem"), "SESSION#"),
                    Table.on(List.of("DeleteItem"), "INVITE#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#", "ROSTER#")),
            Set.of(PEPPERS, SESSION_KEY)),
    GET_PRINCIPAL("GetPrincipal", "GET", "/v1/me", org(), FREE, ACCOUNT, Table.WINDOW),
    GET_ORGANIZATION(
            "GetOrganization",
            "GET",
            "/v1/org",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"))),
    LIST_MEMBERS(
            "ListMembers",
            "GET",
            "/v1/org/members",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "Query"), "ORG#"))),
    INVITE_MEMBER(
            "InviteMember",
            "PUT",
            "/v1/org/members/{email}",
            human(Scopes.BILLING_MANAGE),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "DeleteItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem", "DeleteItem"), "INVITE#"),
                    Table.on(List.of("PutItem"), "EVENT#"))),
    REMOVE_MEMBER(
            "RemoveMember",
            "DELETE",
            "/v1/org/members/{email}",
            human(Scopes.BILLING_MANAGE).evenRestricted(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "DeleteItem", "Query"), "ORG#"),
                    Table.on(List.of("DeleteItem"), "USER#", "INVITE#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#"))),
    LIST_API_KEYS(
            "ListApiKeys",
            "GET",
            "/v1/api_keys",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"))),
    CREATE_API_KEY(
            "CreateApiKey",
            "POST",
            "/v1/api_keys",
            scope(Scopes.API_KEYS_MANAGE),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#")),
            Set.of(PEPPERS)),
    REVOKE_API_KEY(
            "RevokeApiKey",
            "DELETE",
            "/v1/api_keys/{keyId}",
            scope(Scopes.API_KEYS_MANAGE).evenRestricted(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#"))),
    GET_BILLING(
            "GetBilling",
            "GET",
            "/v1/billing",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"))),
    GET_BILLING_RATES("GetBillingRates", "GET", "/v1/billing/rates", open(), FREE, ACCOUNT, Table.NOTHING),
    GET_LIMITS("GetLimits", "GET", "/v1/limits", org(), FREE, ACCOUNT, Table.WINDOW),
    QUOTE_BILLING(
            "QuoteBilling",
            "POST",
            "/v1/billing/quote",
            org().evenRestricted(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"))),
    UPDATE_BUDGET(
            "UpdateBudget",
            "PUT",
            "/v1/billing/budget",
            scope(Scopes.BILLING_MANAGE),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"), Table.on(List.of("PutItem"), "EVENT#"))),
    CREATE_APPROVAL(
            "CreateApproval",
            "POST",
            "/v1/billing/approvals",
            human(Scopes.BILLING_MANAGE),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#"))),
    LIST_APPROVALS(
            "ListApprovals",
            "GET",
            "/v1/billing/approvals",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "Query"), "ORG#"))),
    GET_ACTIVITY(
            "GetActivity",
            "GET",
            "/v1/dashboard/activity",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "Query"), "ORG#"),
                    Table.on(List.of("Query"), "EVENT#"),
                    new TableGrant(List.of("Query"), List.of("org_"), Table.BY_TIME))),
    GET_USAGE(
            "GetUsage",
            "GET",
            "/v1/usage",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"))),
    GET_USAGE_SERIES(
            "GetUsageSeries",
            "GET",
            "/v1/dashboard/usage/series",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "Query"), "ORG#"))),
    GET_USAGE_ENDPOINTS(
            "GetUsageEndpoints",
            "GET",
            "/v1/dashboard/usage/endpoints",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "Query"), "ORG#"))),
    GET_USAGE_REQUESTS(
            "GetUsageRequests",
            "GET",
            "/v1/dashboard/usage/requests",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            Table.USAGE_ROWS),
    EXPORT_USAGE(
            "ExportUsage",
            "GET",
            "/v1/dashboard/usage/export",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            Table.USAGE_ROWS),
    GET_REQUEST_DIAGNOSTICS(
            "GetRequestDiagnostics",
            "GET",
            "/v1/diagnostics/requests/{requestId}",
            org(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem"), "ORG#"),
                    new TableGrant(List.of("Query"), List.of("org_"), Table.BY_REQUEST))),
    LIST_EVENTS(
            "ListEvents",
            "GET",
            "/v1/events",
            scope(Scopes.BILLING_READ),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem"), "ORG#"), Table.on(List.of("Query"), "EVENT#"))),
    ACTIVATE_PAYG(
            "ActivatePayg",
            "POST",
            "/v1/billing/payg/activate",
            scope(Scopes.BILLING_MANAGE).evenRestricted(),
            FREE,
            STRIPE,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "CUSTOMER#")),
            Set.of(STRIPE_API_KEY)),
    START_CHECKOUT(
            "StartCheckout",
            "POST",
            "/v1/billing/checkout",
            scope(Scopes.BILLING_MANAGE).evenRestricted(),
            FREE,
            STRIPE,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "CUSTOMER#")),
            Set.of(STRIPE_API_KEY)),
    OPEN_PORTAL(
            "OpenPortal",
            "POST",
            "/v1/billing/portal",
            scope(Scopes.BILLING_MANAGE).evenRestricted(),
            FREE,
            STRIPE,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"),
                    Table.on(List.of("PutItem"), "CUSTOMER#")),
            Set.of(STRIPE_API_KEY)),
    RECEIVE_STRIPE_EVENT(
            "ReceiveStripeEvent",
            "POST",
            "/v1/billing/webhooks/stripe",
            signed(),
            FREE,
            STRIPE,
            grants(
                    Table.on(List.of("PutItem", "UpdateItem"), "STRIPE#"),
                    Table.on(List.of("GetItem", "PutItem"), "CUSTOMER#"),
                    Table.on(List.of("GetItem", "PutItem", "UpdateItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#", "PUSH#")),
            Set.of(STRIPE_API_KEY, STRIPE_WEBHOOK_SECRETS)),
    ROTATE_API_KEY(
            "RotateApiKey",
            "POST",
            "/v1/api_keys/{keyId}/rotate",
            scope(Scopes.API_KEYS_MANAGE),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#")),
            Set.of(PEPPERS)),
    ISSUE_BOOTSTRAP_TOKEN(
            "IssueBootstrapToken",
            "POST",
            "/v1/agent/bootstrap_tokens",
            human(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "TOKEN#", "EVENT#"),
                    Table.on(List.of("GetItem"), "TOKEN#")),
            Set.of(PEPPERS)),
    LIST_BOOTSTRAP_TOKENS(
            "ListBootstrapTokens",
            "GET",
            "/v1/agent/bootstrap_tokens",
            human(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "Query"), "ORG#"), Table.on(List.of("BatchGetItem"), "TOKEN#"))),
    REVOKE_BOOTSTRAP_TOKEN(
            "RevokeBootstrapToken",
            "DELETE",
            "/v1/agent/bootstrap_tokens/{tokenId}",
            human().evenRestricted(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem"), "ORG#"),
                    Table.on(List.of("GetItem", "UpdateItem"), "TOKEN#"),
                    Table.on(List.of("PutItem"), "EVENT#"))),
    BOOTSTRAP_AGENT(
            "BootstrapAgent",
            "POST",
            "/v1/agent/bootstrap",
            open(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("GetItem", "UpdateItem"), "TOKEN#"),
                    Table.on(List.of("GetItem", "ConditionCheckItem"), "USER#"),
                    Table.on(List.of("GetItem", "PutItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "KEY#", "EVENT#")),
            Set.of(PEPPERS)),
    GET_MCP_INSTALL("GetMcpInstall", "GET", "/mcp", open(), UNMETERED, ACCOUNT, Table.NOTHING),
    GET_AGENTS_OVERVIEW("GetAgentsOverview", "GET", "/agents", open(), UNMETERED, ACCOUNT, Table.NOTHING),
    GET_HEALTH("GetHealth", "GET", "/healthz", open(), UNMETERED, ACCOUNT, Table.NOTHING),
    GET_READINESS(
            "GetReadiness",
            "GET",
            "/readyz",
            open(),
            UNMETERED,
            ACCOUNT,
            grants(Table.on(List.of("GetItem"), "READY#"))),
    GET_PROTECTED_RESOURCE_METADATA(
            "GetProtectedResourceMetadata",
            "GET",
            "/.well-known/oauth-protected-resource",
            open(),
            UNMETERED,
            ACCOUNT,
            Table.NOTHING,
            "/.well-known/oauth-protected-resource/mcp"),
    GET_AUTHORIZATION_SERVER_METADATA(
            "GetAuthorizationServerMetadata",
            "GET",
            "/.well-known/oauth-authorization-server",
            open(),
            UNMETERED,
            ACCOUNT,
            Table.NOTHING),
    GET_SETTINGS(
            "GetSettings",
            "GET",
            "/v1/dashboard/settings",
            org(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
                    Table.on(List.of("GetItem"), "SESSION#"))),
    UPDATE_PROFILE(
            "UpdateProfile",
            "PATCH",
            "/v1/dashboard/settings/profile",
            human(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#"),
                    Table.on(List.of("GetItem"), "SESSION#"))),
    UPDATE_ORGANIZATION_SETTINGS(
            "UpdateOrganizationSettings",
            "PATCH",
            "/v1/dashboard/settings/organization",
            human(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#"),
                    Table.on(List.of("GetItem"), "SESSION#"))),
    UPDATE_APPEARANCE(
            "UpdateAppearance",
            "PUT",
            "/v1/dashboard/settings/appearance",
            human(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#"),
                    Table.on(List.of("GetItem"), "SESSION#"))),
    REQUEST_ACCOUNT_DELETION(
            "RequestAccountDeletion",
            "POST",
            "/v1/dashboard/settings/account-deletion-request",
            human(),
            FREE,
            ACCOUNT,
            grants(
                    Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
                    Table.on(List.of("PutItem"), "EVENT#"),
                    Table.on(List.of("GetItem"), "SESSION#"))),
    GET_OPEN_API("GetOpenApi", "GET", "/openapi.json", open(), UNMETERED, ACCOUNT, Table.NOTHING),
    GET_ADMIN_ORGANIZATION(
            "GetAdminOrganization",
            "GET",
            "/v1/admin/orgs/{orgId}",
            scope(Scopes.OPERATOR),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem"), "ORG#"))),
    SET_CONTRACT(
            "SetContract",
            "PUT",
            "/v1/admin/orgs/{orgId}/contract",
            human(Scopes.OPERATOR).evenRestricted(),
            FREE,
            ACCOUNT,
            Table.CONTRACT),
    SET_RESTRICTION(
            "SetRestriction",
            "PUT",
            "/v1/admin/orgs/{orgId}/restriction",
            human(Scopes.OPERATOR).evenRestricted(),
            FREE,
            ACCOUNT,
            Table.OVERSIGHT),
    GET_DASHBOARD_OVERVIEW(
            "GetDashboardOverview",
            "GET",
            "/v1/dashboard/overview",
            org(),
            FREE,
            ACCOUNT,
            grants(Table.on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"))),
    RESOLVE_ENTITY("ResolveEntity", "GET", "/v1/entities/resolve", org(), CATALOGUE, METERED, Table.METERED),
    GET_LATEST_FILING("GetLatestFiling", "GET", "/v1/filings/latest", org(), CATALOGUE, METERED, Table.METERED),
    GET_LATEST_SECTION(
            "GetLatestSection",
            "GET",
            "/v1/filings/latest/sections/{section_key}",
            org(),
            CATALOGUE,
            METERED,
            Table.METERED),
    GET_STATEMENT("GetStatement", "GET", "/v1/statements/{statement_key}", org(), CATALOGUE, METERED, Table.METERED),
    FORWARD_CATALOG_ROUTE("ForwardCatalogRoute", "ANY", "/{proxy+}", org(), CATALOGUE, METERED, Table.METERED);

    private final Operation operation;

    Endpoints(
            String operationId,
            String method,
            String path,
            Access access,
            Meter meter,
            Group group,
            List<TableGrant> table,
            String... aliases) {
        this(operationId, method, path, access, meter, group, table, Set.of(), aliases);
    }

    /** One that reads secrets: these, and what follows from its access. */
    Endpoints(
            String operationId,
            String method,
            String path,
            Access access,
            Meter meter,
            Group group,
            List<TableGrant> table,
            Set<SecretName> secrets,
            String... aliases) {
        var paths = Stream.concat(Stream.of(path), Stream.of(aliases)).toList();
        var operationAlone = new Operation(operationId, method, paths, access, meter, group, table, secrets);
        var keyed = operationAlone.honoursIdempotencyKey() ? operationAlone.with(Table.IDEMPOTENCY) : operationAlone;
        this.operation =
                keyed.addressLimit().isPresent() ? keyed.with(Table.ADDRESS).with(ADDRESS_SALT) : keyed;
    }

    public Operation operation() {
        return operation;
    }

    /** The class that Lambda calls. */
    public String handler() {
        return "omni.endpoint." + operation.operationId();
    }

    /** The operation of a method and a gateway resource, for the authorizer; HEAD is a GET. */
    public static Optional<Endpoints> of(String method, String resource) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.operation.method().equals(wanted)
                        && endpoint.operation.paths().contains(resource))
                .findFirst();
    }

    private static List<TableGrant> grants(TableGrant... grants) {
        return List.of(grants);
    }

    /** What many operations need on the table. */
    private static final class Table {

        private static final List<TableGrant> NOTHING = List.of();

        /** The record of an Idempotency-Key. */
        private static final TableGrant IDEMPOTENCY =
                on(List.of("GetItem", "PutItem", "DeleteItem", "UpdateItem"), "IDEM#");

        /** Facts and record of any organisation, with the event. */
        private static final List<TableGrant> OVERSIGHT =
                List.of(on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"), on(List.of("PutItem"), "EVENT#"));

        /** The same, and the mark by which a job hears of it. */
        private static final List<TableGrant> CONTRACT = List.of(
                on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"), on(List.of("PutItem"), "EVENT#", "PUSH#"));

        /** The window of the client's address on a public route. */
        private static final TableGrant ADDRESS = on(List.of("UpdateItem"), "ADDR#");

        /** The index of usage rows by organisation and mode, newest first. */
        private static final String BY_TIME = "ByTime";

        /** The index of usage rows by organisation, mode and request id, and of events by organisation and request id. */
        private static final String BY_REQUEST = "ByRequest";

        /** The rate window of a free route. */
        private static final List<TableGrant> WINDOW = List.of(on(List.of("UpdateItem"), "ORG#"));

        /** Lists of usage rows. */
        private static final List<TableGrant> USAGE_ROWS = List.of(
                on(List.of("UpdateItem"), "ORG#"),
                new TableGrant(List.of("Query"), List.of("org_"), BY_TIME),
                new TableGrant(List.of("Query"), List.of("org_"), BY_REQUEST));

        /** The commit, the key that is read once more, idempotency records, usage ids and their voids. */
        private static final List<TableGrant> METERED = List.of(
                on(List.of("UpdateItem"), "ORG#"),
                on(List.of("GetItem"), "KEY#"),
                IDEMPOTENCY,
                on(List.of("Query", "PutItem"), "USAGE#"));

        private static TableGrant on(List<String> actions, String... leadingKeys) {
            return new TableGrant(actions, List.of(leadingKeys));
        }
    }
}
