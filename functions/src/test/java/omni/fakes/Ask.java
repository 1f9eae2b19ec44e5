package omni.fakes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** One request to a function, in the proxy event that API Gateway would send, and the answer it gives. */
public final class Ask {

    /** No function looks at it. */
    public static final Context NO_CONTEXT = Unused.port(Context.class);

    /** Where all requests come from. */
    public static final String ADDRESS = "192.0.2.1";

    private final String method;
    private final String path;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final Map<String, String> pathParameters = new LinkedHashMap<>();
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private Map<String, String> authorizer = Map.of();
    private byte @Nullable [] body;

    private Ask(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static Ask of(String method, String path) {
        return new Ask(method, path);
    }

    public Ask header(String name, String value) {
        headers.put(name, List.of(value));
        return this;
    }

    /** The header once for each value, in order. */
    public Ask headers(String name, String... values) {
        headers.put(name, List.of(values));
        return this;
    }

    public Ask pathParameter(String name, String value) {
        pathParameters.put(name, value);
        return this;
    }

    public Ask query(String name, String value) {
        query.put(name, List.of(value));
        return this;
    }

    /** The parameter once for each value, in order. */
    public Ask queries(String name, String... values) {
        query.put(name, List.of(values));
        return this;
    }

    /** What the authorizer vouched for. */
    public Ask by(Caller caller) {
        authorizer = CallerCodec.encode(caller);
        return this;
    }

    /** What an authorizer has written. */
    public Ask authorizer(Map<String, String> context) {
        authorizer = context;
        return this;
    }

    public Ask body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Ask body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    /** The event of a proxy integration. */
    public Map<String, @Nullable Object> event() {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("httpMethod", method);
        event.put("path", path);
        event.put("headers", last(headers));
        event.put("multiValueHeaders", headers);
        event.put("pathParameters", pathParameters.isEmpty() ? null : pathParameters);
        event.put("queryStringParameters", query.isEmpty() ? null : last(query));
        event.put("multiValueQueryStringParameters", query.isEmpty() ? null : query);
        event.put("requestContext", Map.of("authorizer", authorizer, "identity", Map.of("sourceIp", ADDRESS)));
        var bytes = body;
        event.put("body", bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
        event.put("isBase64Encoded", bytes != null);
        return event;
    }

    /** Of several values of one name, API Gateway shows the last by itself. */
    private static Map<String, String> last(Map<String, List<String>> all) {
        var last = new LinkedHashMap<String, String>();
        all.forEach((name, values) -> last.put(name, values.getLast()));
        return last;
    }

    public Answer of(RequestStreamHandler function) {
        return Answer.read(call(function, event()));
    }

    /** What a function makes of an event. */
    public static Map<String, @Nullable Object> call(
            RequestStreamHandler function, Map<String, @Nullable Object> event) {
        var out = new ByteArrayOutputStream();
        try {
            function.handleRequest(new ByteArrayInputStream(Json.write(event)), out, NO_CONTEXT);
            return Json.readObject(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.MalformedJson e) {
            throw new AssertionError("a function answers JSON", e);
        }
    }

    /**
     * What was answered.
     *
     * @param headers by name as sent; several values joined by a comma
     * @param cookies the values of {@code Set-Cookie}
     */
    public record Answer(int status, Map<String, String> headers, List<String> cookies, String body) {

        private static Answer read(Map<String, @Nullable Object> proxy) {
            var headers = new TreeMap<String, String>();
            var cookies = new ArrayList<String>();
            Json.asObject(proxy.get("multiValueHeaders")).forEach((name, values) -> {
                if (values instanceof List<?> list) {
                    var texts = list.stream().map(String::valueOf).toList();
                    headers.put(name, String.join(",", texts));
                    if (name.equals("Set-Cookie")) {
                        cookies.addAll(texts);
                    }
                }
            });
            var body = proxy.get("body") instanceof String text ? text : "";
            return new Answer(
                    Integer.parseInt(String.valueOf(proxy.get("statusCode"))),
                    headers,
                    cookies,
                    Boolean.FALSE.equals(proxy.get("isBase64Encoded"))
                            ? body
                            : new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8));
        }

        /** A header's value; empty text where it is not sent. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
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

        public Map<String, @Nullable Object> details() {
            return Json.asObject(json().get("details"));
        }

        /** The whole {@code Set-Cookie} value of a cookie; empty text where it is not set. */
        public String setCookie(String name) {
            return cookies.stream()
                    .filter(cookie -> cookie.startsWith(name + "="))
                    .findFirst()
                    .orElse("");
        }

        /** A cookie as a browser sends it back: {@code name=value}. */
        public String cookie(String name) {
            return setCookie(name).split(";", -1)[0];
        }

        /** Status, headers by name and indented body: what a golden file holds. */
        public String text() {
            var out = new StringBuilder().append(status).append('\n');
            headers.forEach(
                    (name, value) -> out.append(name).append(": ").append(value).append('\n'));
            out.append('\n');
            if (header("Content-Type").startsWith("text/")) {
                out.append(body);
            } else if (!body.isEmpty()) {
                Pretty.print(json(), "", out);
                out.append('\n');
            }
            return out.toString();
        }
    }
}
