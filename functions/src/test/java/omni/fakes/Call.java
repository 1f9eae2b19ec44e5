package omni.fakes;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** One request through a handler, as API Gateway makes it. */
public final class Call {

    private final String method;
    private final String path;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> authorizer = new LinkedHashMap<>();

    private Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static Call of(String method, String path) {
        return new Call(method, path);
    }

    public Call query(String name, String value) {
        query.put(name, value);
        return this;
    }

    public Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Call authorizer(Map<String, String> context) {
        authorizer.putAll(context);
        return this;
    }

    public Answer to(RequestStreamHandler handler) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("httpMethod", method);
        event.put("path", path);
        event.put("queryStringParameters", query.isEmpty() ? null : query);
        event.put("headers", headers);
        event.put("requestContext", Map.of("authorizer", authorizer, "identity", Map.of("sourceIp", "192.0.2.1")));
        var out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(Json.write(event)), out, context());
            return Answer.of(Json.readObject(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.MalformedJson e) {
            throw new AssertionError("the answer is not JSON", e);
        }
    }

    private static com.amazonaws.services.lambda.runtime.Context context() {
        return Unused.port(com.amazonaws.services.lambda.runtime.Context.class);
    }

    /**
     * The answer, read back.
     *
     * @param headers all values, by name as sent
     */
    public record Answer(int status, Map<String, List<String>> headers, String body) {

        private static Answer of(Map<String, @Nullable Object> proxy) {
            var headers = new LinkedHashMap<String, List<String>>();
            Json.asObject(proxy.get("multiValueHeaders")).forEach((name, values) -> {
                if (values instanceof List<?> list) {
                    headers.put(name, list.stream().map(String::valueOf).toList());
                }
            });
            var body = proxy.get("body") instanceof String text ? text : "";
            return new Answer(
                    Integer.parseInt(String.valueOf(proxy.get("statusCode"))),
                    headers,
                    new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8));
        }

        /** The one value of a header; empty text where it is missing. */
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        public Map<String, @Nullable Object> json() {
            try {
                return Json.readObject(body.getBytes(StandardCharsets.UTF_8));
            } catch (Json.MalformedJson e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        public String code() {
            return String.valueOf(json().get("code"));
        }

        public @Nullable Object detail(String name) {
            return Json.asObject(json().get("details")).get(name);
        }

        /** The whole {@code Set-Cookie} value of a cookie; empty text where it is not set. */
        public String setCookie(String name) {
            return headers.getOrDefault("Set-Cookie", List.of()).stream()
                    .filter(cookie -> cookie.startsWith(name + "="))
                    .findFirst()
                    .orElse("");
        }

        /** A cookie as a browser sends it back: {@code name=value}. */
        public String cookie(String name) {
            return setCookie(name).split(";", -1)[0];
        }
    }
}
