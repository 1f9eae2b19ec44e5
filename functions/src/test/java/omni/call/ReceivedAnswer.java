package omni.call;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** An answer as a caller sees it. */
record ReceivedAnswer(int status, Map<String, String> headers, String body) {

    static ReceivedAnswer of(byte[] proxyAnswer) {
        var answer = object(proxyAnswer);
        var headers = new LinkedHashMap<String, String>();
        Json.asObject(answer.get("multiValueHeaders"))
                .forEach((name, values) ->
                        headers.put(name, values instanceof List<?> list ? String.valueOf(list.getFirst()) : ""));
        var body = answer.get("body") instanceof String text
                ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
                : "";
        return new ReceivedAnswer(Integer.parseInt(String.valueOf(answer.get("statusCode"))), headers, body);
    }

    private static Map<String, @Nullable Object> object(byte[] json) {
        try {
            return Json.readObject(json);
        } catch (Json.MalformedJson e) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8), e);
        }
    }

    Map<String, @Nullable Object> json() {
        return object(body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the caller asked for: the body without what names the attempt. */
    Map<String, @Nullable Object> data() {
        var data = new LinkedHashMap<String, @Nullable Object>(json());
        data.remove("requestId");
        return data;
    }

    String code() {
        return String.valueOf(json().get("code"));
    }

    boolean ok() {
        return status == 200;
    }

    boolean isReplayed() {
        return "true".equals(headers.get("Idempotency-Replayed"));
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }
}
