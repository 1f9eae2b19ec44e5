package omni.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omni.local.machine.LocalJson;

/** The AWS_PROXY answer of a function, read as strictly as API Gateway reads it. */
public final class ProxyAnswer {

    private static final Set<String> FIELDS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    /** Headers that belong to the gateway's own connection; a function's are renamed. */
    private static final Set<String> REMAPPED = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-md5",
            "date",
            "expect",
            "host",
            "max-forwards",
            "proxy-authenticate",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "www-authenticate");

    private static final String REMAPPED_PREFIX = "x-amzn-Remapped-";

    private ProxyAnswer() {}

    /** Nothing when the answer is malformed, which the gateway answers with an integration failure. */
    public static Optional<HttpAnswer> read(byte[] answer) {
        return LocalJson.parseObject(answer).flatMap(ProxyAnswer::read);
    }

    private static Optional<HttpAnswer> read(ObjectNode json) {
        var status = json.path("statusCode").asInt(-1);
        var headers = headers(json);
        var body = body(json);
        var known = json.properties().stream().allMatch(field -> FIELDS.contains(field.getKey()));
        return known && status >= 200 && status <= 599 && headers.isPresent() && body.isPresent()
                ? Optional.of(withContentType(new HttpAnswer(status, headers.get(), body.get())))
                : Optional.empty();
    }

    private static HttpAnswer withContentType(HttpAnswer answer) {
        return answer.hasHeader("Content-Type") ? answer : answer.withHeader("Content-Type", "application/json");
    }

    /** Both maps merged: a pair that stands in both appears once. */
    private static Optional<Map<String, List<String>>> headers(ObjectNode json) {
        var single = json.path("headers");
        var multiple = json.path("multiValueHeaders");
        if (!isMap(single) || !isMap(multiple)) {
            return Optional.empty();
        }
        var merged = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var entry : multiple.properties()) {
            if (!entry.getValue().isArray()) {
                return Optional.empty();
            }
            entry.getValue().forEach(value -> add(merged, entry.getKey(), value));
        }
        for (var entry : single.properties()) {
            if (entry.getValue().isContainerNode()) {
                return Optional.empty();
            }
            add(merged, entry.getKey(), entry.getValue());
        }
        return Optional.of(new LinkedHashMap<>(merged));
    }

    private static boolean isMap(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isObject();
    }

    private static void add(Map<String, List<String>> headers, String name, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        var sent = REMAPPED.contains(name.toLowerCase(Locale.ROOT)) ? REMAPPED_PREFIX + name : name;
        var values = headers.computeIfAbsent(sent, _ -> new ArrayList<>());
        if (!values.contains(value.asText())) {
            values.add(value.asText());
        }
    }

    private static Optional<byte[]> body(ObjectNode json) {
        var body = json.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return Optional.of(new byte[0]);
        }
        if (!body.isTextual()) {
            return Optional.empty();
        }
        var text = body.asText();
        if (!json.path("isBase64Encoded").asBoolean()) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
