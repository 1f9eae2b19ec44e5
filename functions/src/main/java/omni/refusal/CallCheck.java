package omni.refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import omni.http.ErrorCode;

/** The checks of a call before its work, in the contract's order (section 4), by the codes of those that they refuse. */
public enum CallCheck {
    ROUTE("0", "route and method", ErrorCode.ROUTE_NOT_FOUND, ErrorCode.METHOD_NOT_ALLOWED),
    AUTHENTICATION(
            "1",
            "authentication",
            ErrorCode.MISSING_API_KEY,
            ErrorCode.MISSING_BROWSER_SESSION,
            ErrorCode.AUTHENTICATION_FAILED,
            ErrorCode.AUTH_VERIFICATION_UNAVAILABLE),
    ACCESS(
            "2",
            "scope, mode and body",
            ErrorCode.INSUFFICIENT_SCOPE,
            ErrorCode.OPERATOR_SCOPE_REQUIRED,
            ErrorCode.HUMAN_AUTH_REQUIRED,
            ErrorCode.ORGANIZATION_MISSING,
            ErrorCode.LIVEMODE_REQUIRED,
            ErrorCode.ORIGIN_NOT_ALLOWED,
            ErrorCode.REQUEST_TOO_LARGE,
            ErrorCode.INVALID_JSON),
    RATE_LIMIT("3", "the rate limit", ErrorCode.RATE_LIMIT_EXCEEDED, ErrorCode.RATE_LIMITED),
    IDEMPOTENCY(
            "3a",
            "the idempotency key",
            ErrorCode.INVALID_IDEMPOTENCY_KEY,
            ErrorCode.IDEMPOTENCY_IN_FLIGHT,
            ErrorCode.IDEMPOTENCY_KEY_REUSED,
            ErrorCode.IDEMPOTENCY_REPLAY_TOO_LARGE),
    BILLING("4", "billing state, plan and grant", ErrorCode.BILLING_REQUIRED),
    HARD_CAP("5", "the hard cap", ErrorCode.BILLING_BUDGET_HARD_CAP_EXCEEDED),
    APPROVAL("6", "the approval threshold", ErrorCode.BILLING_BUDGET_APPROVAL_REQUIRED),
    AI_QUOTA("7", "the AI quota", ErrorCode.AI_QUERY_QUOTA_EXCEEDED);

    private final String step;
    private final String words;
    private final List<ErrorCode> codes;

    CallCheck(String step, String words, ErrorCode... codes) {
        this.step = step;
        this.words = words;
        this.codes = List.of(codes);
    }

    /** Its number in the contract. */
    public String step() {
        return step;
    }

    public String words() {
        return words;
    }

    /** The check that refuses with a code; empty for what comes of the work. */
    public static Optional<CallCheck> of(String code) {
        return Arrays.stream(values())
                .filter(check ->
                        check.codes.stream().anyMatch(each -> each.wire().equals(code)))
                .findFirst();
    }
}
