package omni.openapi;

import static omni.http.ErrorCode.*;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import omni.access.Scopes;
import omni.call.Operation;
import omni.call.Operation.Access.Kind;
import omni.call.Operation.Meter;
import omni.http.ErrorCode;

/** What the gateway, the authorizer and the shell may answer for an operation, whatever it does itself (contract 4). */
final class ShellCodes {

    private static final Set<String> BODIED = Set.of("POST", "PUT", "PATCH");

    private ShellCodes() {}

    static Set<String> of(Operation operation) {
        var codes = EnumSet.of(INTERNAL_ERROR, REQUEST_TOO_LARGE, SERVICE_UNAVAILABLE, UPSTREAM_TIMEOUT);
        var access = operation.access();
        if (operation.path().startsWith("/v1/")) {
            codes.add(INVALID_REQUEST_PARAMETER);
        }
        if (BODIED.contains(operation.method()) && access.kind() != Kind.SIGNED) {
            codes.add(INVALID_JSON);
        }
        if (access.kind() == Kind.PUBLIC) {
            codes.add(RATE_LIMITED);
        }
        if (!access.withoutCredential()) {
            codes.addAll(authentication(operation));
        }
        if (operation.meter() == Meter.CATALOG) {
            codes.addAll(EnumSet.of(
                    BILLING_REQUIRED,
                    BILLING_BUDGET_HARD_CAP_EXCEEDED,
                    BILLING_BUDGET_APPROVAL_REQUIRED,
                    AI_QUERY_QUOTA_EXCEEDED,
                    METERING_UNAVAILABLE));
        }
        if (operation.meter() == Meter.CATALOG || operation.honorsIdempotencyKey()) {
            codes.addAll(EnumSet.of(
                    INVALID_IDEMPOTENCY_KEY,
                    IDEMPOTENCY_IN_FLIGHT,
                    IDEMPOTENCY_REPLAY_TOO_LARGE,
                    IDEMPOTENCY_KEY_REUSED));
        }
        return codes.stream().map(ErrorCode::wire).collect(Collectors.toSet());
    }

    private static EnumSet<ErrorCode> authentication(Operation operation) {
        var codes = EnumSet.of(AUTHENTICATION_FAILED, AUTH_VERIFICATION_UNAVAILABLE);
        var access = operation.access();
        var changes = !operation.reads();
        codes.add(access.kind() == Kind.ORG ? MISSING_API_KEY : MISSING_BROWSER_SESSION);
        if (access.kind() == Kind.HUMAN || access.kind() == Kind.HUMAN_ANYWHERE) {
            codes.add(HUMAN_AUTH_REQUIRED);
        }
        if (access.kind() == Kind.HUMAN_ANYWHERE) {
            // of whoever has an organization
            codes.add(RATE_LIMIT_EXCEEDED);
        }
        if (access.kind() == Kind.HUMAN || access.kind() == Kind.ORG) {
            codes.add(ORGANIZATION_MISSING);
            codes.add(RATE_LIMIT_EXCEEDED);
        }
        if (changes || operation.meter() == Meter.CATALOG) {
            codes.add(ORIGIN_NOT_ALLOWED);
        }
        if (Scopes.OPERATOR.equals(access.scope())) {
            codes.add(OPERATOR_SCOPE_REQUIRED);
        } else if (access.scope() != null || operation.meter() == Meter.CATALOG) {
            codes.add(INSUFFICIENT_SCOPE);
        }
        if (Scopes.BILLING_MANAGE.equals(access.scope()) && changes) {
            codes.add(LIVEMODE_REQUIRED);
        }
        if (changes && !access.servesRestricted() && codes.contains(RATE_LIMIT_EXCEEDED)) {
            codes.add(BILLING_REQUIRED);
        }
        return codes;
    }
}
