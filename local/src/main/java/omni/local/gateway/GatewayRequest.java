package omni.local.gateway;

import java.time.Instant;

/**
 * One request, as it reached the gateway.
 *
 * @param requestId the gateway's own id, a UUID
 * @param extendedRequestId the second id that AWS hands out, {@code x-amz-apigw-id}
 * @param receivedAt on the movable clock
 * @param method in capitals
 * @param rawPath still percent-encoded, without the query
 * @param headers with the gateway's own {@code X-Forwarded-*} and trace header
 * @param body empty when there is none
 * @param sourceIp of the connection
 * @param protocol {@code HTTP/1.1}
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies of megabytes pass through once and are never compared.
record GatewayRequest(
        String requestId,
        String extendedRequestId,
        Instant receivedAt,
        String method,
        String rawPath,
        MultiMap query,
        MultiMap headers,
        byte[] body,
        String sourceIp,
        String protocol) {

    String traceHeader() {
        return headers.lastIgnoringCase("X-Amzn-Trace-Id").orElse("");
    }
}
