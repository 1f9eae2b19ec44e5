package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers that the gateway gives by itself, in the contract's envelope (contract 2, 3.3, 9.1). The stack deploys
 * this list and the local gateway reads it. Values are API Gateway's mapping expressions: {@code 'literal'} or
 * {@code context.…}; bodies are its templates.
 *
 * @param type API Gateway's name of the response
 * @param status its one static status
 * @param headers by name
 * @param body template with {@code $context} variables
 */
public record GatewayResponses(String type, int status, Map<String, String> headers, String body) {

    private static final String REQUEST_ID = "context.requestId";

    public GatewayResponses {
        headers = Map.copyOf(headers);
    }

    /**
     * All of them.
     *
     * @param prefixes under which headers of ours are sent: the configured one, then its aliases
     */
    public static List<GatewayResponses> all(List<String> prefixes) {
        return List.of(
                accessDenied(prefixes),
                unavailable("AUTHORIZER_FAILURE", "auth_verification_unavailable", "Credentials can't be checked now."),
                unavailable(
                        "AUTHORIZER_CONFIGURATION_ERROR",
                        "auth_verification_unavailable",
                        "Credentials can't be checked now."),
                plain("REQUEST_TOO_LARGE", 413, "request_too_large", "The request is too large.", false),
                plain("BAD_REQUEST_BODY", 400, "invalid_json", "The request body can't be read.", false),
                plain("WAF_FILTERED", 403, "request_blocked", "The request was refused before it was read.", false),
                tooManyRequests("THROTTLED"),
                tooManyRequests("QUOTA_EXCEEDED"),
                plain("INTEGRATION_TIMEOUT", 504, "upstream_timeout", "The answer took too long.", true),
                plain("INTEGRATION_FAILURE", 500, "internal_error", "Something went wrong on our side.", true),
                plain("API_CONFIGURATION_ERROR", 500, "internal_error", "Something went wrong on our side.", true),
                plain("DEFAULT_5XX", 500, "internal_error", "Something went wrong on our side.", true),
                plain(
                        "DEFAULT_4XX",
                        400,
                        "invalid_request_parameter",
                        "The request can't be read: its line or a header is too long or not well-formed.",
                        false),
                plain("RESOURCE_NOT_FOUND", 404, "route_not_found", "There is no such route.", false),
                plain("MISSING_AUTHENTICATION_TOKEN", 404, "route_not_found", "There is no such route.", false));
    }

    /** The authorizer's refusal: body and headers are what it put into its context. */
    private static GatewayResponses accessDenied(List<String> prefixes) {
        var headers = common("context.authorizer.requestId");
        headers.put("traceparent", "context.authorizer.traceparent");
        headers.put("WWW-Authenticate", "context.authorizer.wwwAuthenticate");
        headers.put("Cache-Control", "'no-store'");
        for (var prefix : prefixes) {
            headers.put(prefix + "Meter-Class", "context.authorizer.meterClass");
            headers.put(prefix + "Token-Count", "context.authorizer.tokenCount");
            headers.put(prefix + "Estimated-Cost", "context.authorizer.estimatedCost");
            headers.put(prefix + "Version", "context.authorizer.version");
        }
        headers.put("Access-Control-Allow-Origin", "context.authorizer.allowOrigin");
        headers.put("Access-Control-Allow-Credentials", "context.authorizer.allowCredentials");
        headers.put("Access-Control-Expose-Headers", "context.authorizer.exposeHeaders");
        headers.put("Vary", "'Origin'");
        return new GatewayResponses("ACCESS_DENIED", 401, headers, "$context.authorizer.errorBody");
    }

    private static GatewayResponses unavailable(String type, String code, String message) {
        var headers = common(REQUEST_ID);
        headers.put("Retry-After", "'1'");
        headers.put("Cache-Control", "'no-store'");
        return new GatewayResponses(type, 503, headers, envelope(code, "api_error", message, true));
    }

    private static GatewayResponses tooManyRequests(String type) {
        var headers = common(REQUEST_ID);
        headers.put("Retry-After", "'1'");
        return new GatewayResponses(
                type, 429, headers, envelope("rate_limited", "invalid_request_error", "Too many requests.", true));
    }

    private static GatewayResponses plain(String type, int status, String code, String message, boolean retryable) {
        var errorType = status >= 500 ? "api_error" : "invalid_request_error";
        return new GatewayResponses(type, status, common(REQUEST_ID), envelope(code, errorType, message, retryable));
    }

    private static Map<String, String> common(String requestId) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Request-Id", requestId);
        headers.put("Content-Type", "'application/json'");
        headers.put("Strict-Transport-Security", "'max-age=31536000; includeSubDomains'");
        headers.put("X-Content-Type-Options", "'nosniff'");
        return headers;
    }

    private static String envelope(String code, String type, String message, boolean retryable) {
        return "{\"object\":\"error\",\"id\":\"err_$context.extendedRequestId\",\"code\":\"" + code + "\",\"type\":\""
                + type + "\",\"message\":\"" + message
                + "\",\"requestId\":\"$context.requestId\",\"details\":{\"retryable\":" + retryable + "}}";
    }
}
