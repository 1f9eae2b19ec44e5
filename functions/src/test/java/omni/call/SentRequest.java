package omni.call;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A request as a test sends it.
 *
 * @param key the Idempotency-Key; null for none
 * @param query in the order given
 * @param requestId becomes the label of the usage row
 * @param live false for a test key
 */
record SentRequest(
        SoldRoute sold,
        String method,
        String path,
        @Nullable String key,
        Map<String, List<String>> query,
        String body,
        String requestId,
        boolean live) {

    static SentRequest to(SoldRoute sold) {
        return new SentRequest(
                sold, sold.operation().method(), sold.path(), null, Map.of("q", List.of("x")), "", "plain", true);
    }

    SentRequest key(String value) {
        return new SentRequest(sold, method, path, value, query, body, requestId, live);
    }

    SentRequest method(String value) {
        return new SentRequest(sold, value, path, key, query, body, requestId, live);
    }

    SentRequest path(String value) {
        return new SentRequest(sold, method, value, key, query, body, requestId, live);
    }

    SentRequest query(Map<String, List<String>> value) {
        return new SentRequest(sold, method, path, key, value, body, requestId, live);
    }

    SentRequest body(String value) {
        return new SentRequest(sold, method, path, key, query, value, requestId, live);
    }

    SentRequest label(String value) {
        return new SentRequest(sold, method, path, key, query, body, value, live);
    }

    SentRequest byTestKey() {
        return new SentRequest(sold, method, path, key, query, body, requestId, false);
    }

    /** The proxy event that API Gateway makes of it. */
    byte[] event(Caller caller) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-request-id", requestId);
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        var first = new LinkedHashMap<String, String>();
        query.forEach((name, values) -> first.put(name, values.getFirst()));
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("httpMethod", method);
        event.put("path", path);
        event.put("headers", headers);
        event.put("queryStringParameters", first);
        event.put("multiValueQueryStringParameters", query);
        event.put("body", body.isEmpty() ? null : body);
        event.put(
                "requestContext",
                Map.of("identity", Map.of("sourceIp", "192.0.2.1"), "authorizer", CallerCodec.encode(caller)));
        return Json.text(event).getBytes(StandardCharsets.UTF_8);
    }
}
