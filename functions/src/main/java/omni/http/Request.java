package omni.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;

/**
 * A request as API Gateway's proxy event gives it.
 *
 * @param path as called, still percent-encoded
 * @param pathParameters decoded
 * @param query one value of each parameter, decoded
 * @param multiQuery all values, decoded
 * @param headers one value of each header, names in lower case
 * @param multiHeaders all values, names in lower case
 * @param sourceAddress the client's address as the gateway saw it
 * @param authorizer what the authorizer said, as text
 */
public record Request(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, String> query,
        Map<String, List<String>> multiQuery,
        Map<String, String> headers,
        Map<String, List<String>> multiHeaders,
        Body body,
        String sourceAddress,
        Map<String, String> authorizer) {

    /** Decodes an event: the proxy's, or the authorizer's, which has no body. What has not the shape of one reads as absent. */
    public static Request of(Map<String, @Nullable Object> event) {
        var context = object(event.get("requestContext"));
        var identity = object(context.get("identity"));
        return new Request(
                text(event.get("httpMethod"), "GET"),
                text(event.get("path"), "/"),
                texts(event.get("pathParameters"), false),
                texts(event.get("queryStringParameters"), false),
                lists(event.get("multiValueQueryStringParameters"), false),
                texts(event.get("headers"), true),
                lists(event.get("multiValueHeaders"), true),
                bytes(event),
                text(identity.get("sourceIp"), "unknown"),
                texts(context.get("authorizer"), false));
    }

    /**
     * Decodes an event of a deployment that may stand below a path of its host: API Gateway tells the path with it where it was
     * called by a host name of one's own, and without it where it was called by its own.
     *
     * @param apiBaseUrl the deployment's address, as in {@link Settings}
     */
    public static Request of(Map<String, @Nullable Object> event, String apiBaseUrl) {
        var request = of(event);
        var base = URI.create(apiBaseUrl);
        var host = object(event.get("requestContext")).get("domainName");
        if (base.getRawPath().isEmpty()
                || isGatewaysOwn(base)
                || !String.valueOf(base.getHost()).equals(host)) {
            return request;
        }
        return request.below(base.getRawPath());
    }

    /** There the last part of the address is the stage, which no event's path has. */
    private static boolean isGatewaysOwn(URI base) {
        return String.valueOf(base.getHost()).endsWith(".amazonaws.com");
    }

    private Request below(String basePath) {
        var inside = path.equals(basePath)
                ? "/"
                : path.startsWith(basePath + "/") ? path.substring(basePath.length()) : path;
        return new Request(
                method,
                inside,
                pathParameters,
                query,
                multiQuery,
                headers,
                multiHeaders,
                body,
                sourceAddress,
                authorizer);
    }

    /** The value of a header that came once. One that came more than once has none: nobody could say which of them counts. */
    public Optional<String> header(String name) {
        var values = headerValues(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** All values of a header, in order, however its name is written each time. */
    public List<String> headerValues(String name) {
        var key = name.toLowerCase(Locale.ROOT);
        var all = multiHeaders.getOrDefault(key, List.of());
        var one = headers.get(key);
        return !all.isEmpty() ? all : one == null ? List.of() : List.of(one);
    }

    /** Whether a header came more than once, with whatever values. */
    public boolean repeatsHeader(String name) {
        return headerValues(name).size() > 1;
    }

    /** A parameter of the query that came more than once, with whatever values. */
    public Optional<String> repeatedParameter() {
        return multiQuery.entrySet().stream()
                .filter(parameter -> parameter.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> ? Json.asObject(value) : Map.of();
    }

    private static String text(@Nullable Object value, String absent) {
        return value instanceof String text ? text : absent;
    }

    private static Map<String, String> texts(@Nullable Object value, boolean lowerCase) {
        var texts = new LinkedHashMap<String, String>();
        object(value).forEach((name, element) -> {
            if (element != null) {
                texts.put(lowerCase ? name.toLowerCase(Locale.ROOT) : name, element.toString());
            }
        });
        return texts;
    }

    private static Map<String, List<String>> lists(@Nullable Object value, boolean lowerCase) {
        var lists = new LinkedHashMap<String, List<String>>();
        object(value).forEach((name, element) -> {
            if (element instanceof List<?> values) {
                lists.computeIfAbsent(lowerCase ? name.toLowerCase(Locale.ROOT) : name, _ -> new ArrayList<>())
                        .addAll(values.stream().map(String::valueOf).toList());
            }
        });
        return lists;
    }

    private static Body bytes(Map<String, @Nullable Object> event) {
        var body = event.get("body");
        if (!(body instanceof String text)) {
            return new Body(new byte[0]);
        }
        return new Body(
                Boolean.TRUE.equals(event.get("isBase64Encoded"))
                        ? decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is not Base64 although it is said to be stands for itself: it is read, and refused, as what it is. */
    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
