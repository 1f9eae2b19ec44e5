package omni.local.socket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import omni.local.gateway.MultiMap;
import org.eclipse.jetty.server.Request;

/**
 * The request that a connection began with.
 *
 * @param connectionId as AWS makes them: eleven octets in Base64
 * @param userAgent empty where it said none
 */
record Handshake(String connectionId, Instant at, MultiMap headers, MultiMap query, String sourceIp, String userAgent) {

    private static final int ID_OCTETS = 11;

    static Handshake of(Request request, Instant now) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (var field : request.getHeaders()) {
            var value = field.getValue();
            fields.add(Map.entry(field.getName(), value == null ? "" : value));
        }
        var sourceIp = Request.getRemoteAddr(request);
        fields.add(Map.entry("X-Forwarded-For", sourceIp));
        fields.add(Map.entry("X-Forwarded-Port", Integer.toString(Request.getServerPort(request))));
        fields.add(Map.entry("X-Forwarded-Proto", "http"));
        var headers = MultiMap.ofHeaders(fields);
        var query = request.getHttpURI().getQuery();
        return new Handshake(
                id(),
                now,
                headers,
                MultiMap.ofQuery(query == null ? "" : query),
                sourceIp,
                headers.lastIgnoringCase("User-Agent").orElse(""));
    }

    /** A new id, of a connection, a message or a request. */
    static String id() {
        var octets = new byte[ID_OCTETS];
        ThreadLocalRandom.current().nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }
}
