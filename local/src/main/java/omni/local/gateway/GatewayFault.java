package omni.local.gateway;

import org.jspecify.annotations.Nullable;

/** What the gateway refuses or fails on its own, with AWS's type, status and message. */
enum GatewayFault {
    BAD_REQUEST("DEFAULT_4XX", 400, "Bad Request", "BadRequestException"),
    REQUEST_TOO_LARGE("REQUEST_TOO_LARGE", 413, "Request Too Long", "RequestTooLargeException"),
    MISSING_AUTHENTICATION_TOKEN(
            "MISSING_AUTHENTICATION_TOKEN", 403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
    UNAUTHORIZED("UNAUTHORIZED", 401, "Unauthorized", "UnauthorizedException"),
    ACCESS_DENIED("ACCESS_DENIED", 403, "User is not authorized to access this resource", "AccessDeniedException"),
    AUTHORIZER_FAILURE("AUTHORIZER_FAILURE", 500, null, "AuthorizerFailureException"),
    AUTHORIZER_CONFIGURATION_ERROR("AUTHORIZER_CONFIGURATION_ERROR", 500, null, "AuthorizerConfigurationException"),
    /** A function that threw, or whose answer is not one. The default 502 is Lambda's; 504 would be an HTTP backend's. */
    INTEGRATION_FAILURE("INTEGRATION_FAILURE", 502, "Internal server error", "InternalServerErrorException"),
    INTEGRATION_TIMEOUT("INTEGRATION_TIMEOUT", 504, "Endpoint request timed out", "InternalServerErrorException");

    private final String type;
    private final int status;
    private final @Nullable String message;
    private final String errorType;

    GatewayFault(String type, int status, @Nullable String message, String errorType) {
        this.type = type;
        this.status = status;
        this.message = message;
        this.errorType = errorType;
    }

    /** The gateway response's type. */
    String type() {
        return type;
    }

    /** The type that answers when this one has no response of its own. */
    String fallbackType() {
        return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
    }

    int status() {
        return status;
    }

    @Nullable
    String message() {
        return message;
    }

    /** The value of {@code x-amzn-ErrorType}. */
    String errorType() {
        return errorType;
    }
}
