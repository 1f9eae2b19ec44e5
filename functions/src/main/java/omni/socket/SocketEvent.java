package omni.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/**
 * An event of the gateway's WebSocket API, of any of its three routes.
 *
 * @param kind {@code CONNECT}, {@code MESSAGE} or {@code DISCONNECT}: a client's message may be one that the gateway takes for the name
 *     of a route
 * @param token of the query, where a connection is opened; empty for none
 * @param frame what the client sent; empty for none
 */
record SocketEvent(String connectionId, String kind, Optional<String> token, Body frame) {

    static final String CONNECT = "CONNECT";
    static final String MESSAGE = "MESSAGE";
    static final String DISCONNECT = "DISCONNECT";

    static SocketEvent read(InputStream input) throws IOException {
        try {
            var event = Json.readObject(input.readAllBytes());
            var context = Json.asObject(event.get("requestContext"));
            if (context.get("connectionId") instanceof String connectionId) {
                return new SocketEvent(
                        connectionId, String.valueOf(context.get("eventType")), token(event), frame(event));
            }
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is none of a WebSocket API", e);
        }
        throw new IllegalArgumentException("the event names no connection");
    }

    private static Optional<String> token(Map<String, @Nullable Object> event) {
        return Json.asObject(event.get("queryStringParameters")).get("token") instanceof String token
                ? Optional.of(token)
                : Optional.empty();
    }

    private static Body frame(Map<String, @Nullable Object> event) {
        if (!(event.get("body") instanceof String body)) {
            return new Body(new byte[0]);
        }
        return new Body(
                Boolean.TRUE.equals(event.get("isBase64Encoded"))
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8));
    }
}
