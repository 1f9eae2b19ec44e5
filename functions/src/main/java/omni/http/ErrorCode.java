package omni.http;

/** Every code of contract 9.4 that this product can answer, with its status. */
public enum ErrorCode {
    INVALID_JSON(400),
    VALIDATION_ERROR(400),
    INVALID_QUERY_PARAMETER(400),
    INVALID_REQUEST_PARAMETER(400),
    INVALID_IDEMPOTENCY_KEY(400),
    MISSING_IDENTIFIER(400),
    INVALID_SECTION_MODE(400),
    INVALID_WEBHOOK_SIGNATURE(400),
    MISSING_API_KEY(401),
    MISSING_BROWSER_SESSION(401),
    AUTHENTICATION_FAILED(401),
    BILLING_REQUIRED(402),
    BILLING_BUDGET_HARD_CAP_EXCEEDED(402),
    BILLING_BUDGET_APPROVAL_REQUIRED(402),
    API_KEY_LIMIT_REACHED(402),
    INSUFFICIENT_SCOPE(403),
    HUMAN_AUTH_REQUIRED(403),
    OPERATOR_SCOPE_REQUIRED(403),
    ORGANIZATION_MISSING(403),
    LIVEMODE_REQUIRED(403),
    ORIGIN_NOT_ALLOWED(403),
    EMAIL_NOT_VERIFIED(403),
    ROUTE_NOT_FOUND(404),
    API_KEY_NOT_FOUND(404),
    ORGANIZATION_NOT_FOUND(404),
    ENTITY_NOT_FOUND(404),
    FILING_NOT_FOUND(404),
    SECTION_NOT_FOUND(404),
    STATEMENT_NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    IDEMPOTENCY_IN_FLIGHT(409),
    REQUEST_TOO_LARGE(413),
    IDEMPOTENCY_KEY_REUSED(422),
    RATE_LIMIT_EXCEEDED(429),
    AI_QUERY_QUOTA_EXCEEDED(429),
    INTERNAL_ERROR(500),
    WEBHOOK_PROCESSING_FAILED(500),
    ENTITY_LOOKUP_FAILED(502),
    FILING_LOOKUP_FAILED(502),
    SECTION_LOOKUP_FAILED(502),
    STATEMENT_LOOKUP_FAILED(502),
    PAYMENT_PROVIDER_UNAVAILABLE(502),
    UPSTREAM_UNAVAILABLE(502),
    SERVICE_UNAVAILABLE(503),
    METERING_UNAVAILABLE(503),
    AUTH_VERIFICATION_UNAVAILABLE(503),
    WEBHOOK_NOT_CONFIGURED(503),
    UPSTREAM_TIMEOUT(504);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The envelope's {@code type} (contract 9.1). */
    public String type() {
        if (status == 401) {
            return "authentication_error";
        }
        return status >= 500 ? "api_error" : "invalid_request_error";
    }
}
