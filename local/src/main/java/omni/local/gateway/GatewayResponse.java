package omni.local.gateway;

import java.util.Map;

/**
 * A response that the gateway gives without a function, as configured in API Gateway.
 *
 * @param type API Gateway's response type, {@code ACCESS_DENIED}
 * @param status a static status, or {@link #DEFAULT_STATUS} to keep the one of the fault
 * @param headers mapping expressions by header name: {@code 'a literal'}, {@code context.requestId},
 *     {@code method.request.header.Origin}; a header whose expression has no value is left out
 * @param bodyTemplate JSON in which {@code $context.…} stands for values; one without a value is empty
 */
public record GatewayResponse(String type, int status, Map<String, String> headers, String bodyTemplate) {

    public static final int DEFAULT_STATUS = 0;

    public GatewayResponse {
        if (status != DEFAULT_STATUS && (status < 200 || status > 599)) {
            throw new IllegalArgumentException(type + ": status " + status);
        }
        headers = Map.copyOf(headers);
    }

    /** What API Gateway answers when nothing is configured. */
    static GatewayResponse defaultOf(GatewayFault fault) {
        return new GatewayResponse(
                fault.type(), DEFAULT_STATUS, Map.of(), "{\"message\":$context.error.messageString}");
    }
}
