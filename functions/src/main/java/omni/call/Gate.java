package omni.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import omni.access.Scopes;
import omni.catalog.RouteEntry;
import omni.http.ContentTypes;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Settings;
import omni.json.Json;
import omni.refusal.AccessProblems;
import omni.refusal.RefusalProblems;
import org.jspecify.annotations.Nullable;

/** Step 2 of contract 4: scope, human and mode; then size and JSON of the body. The first failing check answers. */
record Gate(Settings settings) {

    /** A body may have this many bytes (contract 2). */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** Changes under these scopes are of live things alone (contract 3.5). */
    private static final Set<String> LIVE_CHANGES = Set.of(Scopes.BILLING_MANAGE, Scopes.OPERATOR);

    private static final Set<String> BODIED = Set.of("POST", "PUT", "PATCH");

    /** The first problem there is; what comes after it is not looked at. */
    @SafeVarargs
    final Reply.@Nullable Problem firstOf(Supplier<Reply.@Nullable Problem>... checks) {
        for (var check : checks) {
            var problem = check.get();
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Whether this caller may call this operation at all; {@code scope} is the operation's or the catalog's. */
    Reply.@Nullable Problem admit(
            Operation operation, Request request, @Nullable Caller caller, @Nullable String scope) {
        if (caller == null) {
            // the gateway lets nobody through whom the authorizer does not know; a request that came another way is
            // nobody's
            return operation.access().withoutCredential() ? null : RefusalProblems.authenticationFailed();
        }
        var principal = caller.principal();
        var kind = operation.access().kind();
        var humanOnly = kind == Operation.Access.Kind.HUMAN || kind == Operation.Access.Kind.HUMAN_ANYWHERE;
        if (humanOnly && !principal.human()) {
            return new AccessProblems(settings).humanRequired("This needs a person: sign in, a key is not enough.");
        }
        if (principal.sessionId() != null && !comesFromOurs(operation, request)) {
            return Reply.Problem.of(
                    ErrorCode.ORIGIN_NOT_ALLOWED, "With a cookie this can be called from our own pages only.");
        }
        var needsOrganization = kind == Operation.Access.Kind.ORG || kind == Operation.Access.Kind.HUMAN;
        if (needsOrganization && (principal.orgId() == null || caller.account() == null)) {
            return Reply.Problem.of(ErrorCode.ORGANIZATION_MISSING, "There is no organization yet.")
                    .detail("createPath", "/v1/onboarding/organization")
                    .detail("invitations", caller.invitations());
        }
        if (scope != null && !principal.has(scope)) {
            return scopeMissing(request, principal.scopes(), scope);
        }
        if (LIVE_CHANGES.contains(scope == null ? "" : scope) && !operation.reads() && !principal.livemode()) {
            return Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "A test key may not change billing.");
        }
        return null;
    }

    /** Whether this caller's mode may call this row of the catalog. */
    Reply.@Nullable Problem mode(Optional<RouteEntry> route, @Nullable Caller caller) {
        return caller != null
                        && !caller.principal().livemode()
                        && route.filter(row -> row.testMode() == RouteEntry.TestMode.REFUSE)
                                .isPresent()
                ? Reply.Problem.of(ErrorCode.LIVEMODE_REQUIRED, "This route has no samples for a test key.")
                : null;
    }

    /**
     * A browser sends the cookie with a stranger's link or form too. So what changes something needs an allowed origin, and what costs
     * something an allowed origin, or none where the browser says that the page is of this very origin. A foreign origin is one
     * whatever else is said; a header that came twice says nothing.
     */
    private boolean comesFromOurs(Operation operation, Request request) {
        if (operation.reads() && operation.meter() != Operation.Meter.CATALOG) {
            return true;
        }
        if (operation.reads() && request.headerValues("Origin").isEmpty()) {
            return request.header("Sec-Fetch-Site")
                    .filter("same-origin"::equals)
                    .isPresent();
        }
        return request.header("Origin")
                .filter(origin -> settings.corsOrigins().contains(origin) || fromOurPage(operation, origin))
                .isPresent();
    }

    /** We serve one page that changes something: there a person chooses where they belong. */
    private boolean fromOurPage(Operation operation, String origin) {
        return operation.access().kind() == Operation.Access.Kind.HUMAN_ANYWHERE
                && settings.origin().equals(origin);
    }

    private Reply.Problem scopeMissing(Request request, Set<String> granted, String scope) {
        var operatorRoute = request.path().startsWith("/v1/admin/");
        return new AccessProblems(settings)
                .lacking(
                        operatorRoute ? ErrorCode.OPERATOR_SCOPE_REQUIRED : ErrorCode.INSUFFICIENT_SCOPE,
                        "The scope " + scope + " is missing.",
                        List.of(scope),
                        granted);
    }

    /** The problem of the version that a {@code /v1} request names; null for a released one or none. */
    Reply.@Nullable Problem version(Request request) {
        if (!request.path().startsWith("/v1/")) {
            return null;
        }
        for (var name : settings.versionHeaders()) {
            var versions = request.headerValues(name);
            if (!versions.isEmpty()) {
                return versions.size() == 1 && Settings.VERSIONS.contains(versions.getFirst())
                        ? null
                        : Reply.Problem.of(ErrorCode.INVALID_REQUEST_PARAMETER, "There is no such version of the API.")
                                .detail("parameter", name)
                                .detail("acceptedValues", Settings.VERSIONS);
            }
        }
        return null;
    }

    /** A body as read, or why it can't be. */
    record Read(Map<String, @Nullable Object> body, Reply.@Nullable Problem problem) {}

    /** @param passedOn whether the body is the upstream's: it may be of any type, but what calls itself JSON has to be */
    Read body(Operation operation, Request request, boolean passedOn) {
        if (request.body().length() > MAX_BODY_BYTES) {
            return failure(Reply.Problem.of(
                    ErrorCode.REQUEST_TOO_LARGE, "A request body may have at most " + MAX_BODY_BYTES + " bytes."));
        }
        if (operation.readsItsBody()
                || !BODIED.contains(request.method())
                || request.body().length() == 0) {
            return new Read(Map.of(), null);
        }
        if (passedOn && !ContentTypes.json(request.header("Content-Type").orElse("application/json"))) {
            return new Read(Map.of(), null);
        }
        try {
            if (passedOn) {
                Json.check(request.body().bytes());
                return new Read(Map.of(), null);
            }
            var value = Json.read(request.body().bytes());
            return value instanceof Map<?, ?>
                    ? new Read(Json.asObject(value), null)
                    : failure(Reply.Problem.of(ErrorCode.INVALID_JSON, "The request body must be a JSON object."));
        } catch (Json.MalformedJson e) {
            return failure(Reply.Problem.of(
                    ErrorCode.INVALID_JSON,
                    "The request body is not JSON in UTF-8, names a key twice, or has a number that can't be kept."));
        }
    }

    private static Read failure(Reply.Problem problem) {
        return new Read(Map.of(), problem);
    }
}
