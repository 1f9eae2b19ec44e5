package omni.local.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import omni.local.gateway.MultiMap;
import omni.local.machine.LocalJson;

/**
 * What the functions of the three routes are called with, field by field as in AWS.
 *
 * @param handshake of the connection
 */
record SocketEvents(Handshake handshake) {

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** With the request's headers and query, which no other event has. */
    byte[] connect() {
        var event = LocalJson.object();
        put(event, "headers", "multiValueHeaders", handshake.headers());
        if (!handshake.query().isEmpty()) {
            put(event, "queryStringParameters", "multiValueQueryStringParameters", handshake.query());
        }
        event.set("requestContext", context("$connect", "CONNECT", handshake.at()));
        event.put("isBase64Encoded", false);
        return LocalJson.bytes(event);
    }

    byte[] message(String body, Instant now) {
        var event = LocalJson.object();
        var context = context("$default", "MESSAGE", now);
        context.put("messageId", Handshake.id());
        event.set("requestContext", context);
        event.put("body", body);
        event.put("isBase64Encoded", false);
        return LocalJson.bytes(event);
    }

    byte[] disconnect(int status, String reason, Instant now) {
        var event = LocalJson.object();
        var headers = event.putObject("headers");
        headers.put("Host", SocketSettings.API.domainName());
        headers.put("x-api-key", "");
        headers.put("X-Forwarded-For", "");
        headers.put("x-restapi", "");
        var all = event.putObject("multiValueHeaders");
        headers.properties().forEach(field -> all.putArray(field.getKey()).add(field.getValue()));
        var context = context("$disconnect", "DISCONNECT", now);
        context.put("disconnectStatusCode", status);
        context.put("disconnectReason", reason);
        event.set("requestContext", context);
        event.put("isBase64Encoded", false);
        return LocalJson.bytes(event);
    }

    /** What the gateway says to a client itself, where a function failed. */
    String failure() {
        var json = LocalJson.object();
        json.put("message", "Internal server error");
        json.put("connectionId", handshake.connectionId());
        json.put("requestId", Handshake.id());
        return json.toString();
    }

    private ObjectNode context(String route, String type, Instant now) {
        var context = LocalJson.object();
        var id = Handshake.id();
        context.put("routeKey", route);
        context.put("eventType", type);
        context.put("extendedRequestId", id);
        context.put("requestTime", REQUEST_TIME.format(now));
        context.put("messageDirection", "IN");
        context.put("stage", SocketSettings.API.stage());
        context.put("connectedAt", handshake.at().toEpochMilli());
        context.put("requestTimeEpoch", now.toEpochMilli());
        var identity = context.putObject("identity");
        if (!handshake.userAgent().isEmpty()) {
            identity.put("userAgent", handshake.userAgent());
        }
        identity.put("sourceIp", handshake.sourceIp());
        context.put("requestId", id);
        context.put("domainName", SocketSettings.API.domainName());
        context.put("connectionId", handshake.connectionId());
        context.put("apiId", SocketSettings.API.apiId());
        return context;
    }

    private static void put(ObjectNode event, String single, String multiple, MultiMap map) {
        var last = event.putObject(single);
        var all = event.putObject(multiple);
        map.values().forEach((name, values) -> {
            last.put(name, values.getLast());
            var list = all.putArray(name);
            values.forEach(list::add);
        });
    }
}
