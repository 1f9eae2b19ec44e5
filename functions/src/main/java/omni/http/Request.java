package omni.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import omni.metering.Body;
import org.jspecify.annotations.Nullable;

/**
 * A request as API Gateway's proxy event gives it.
 *
 * @param path as called, still percent-encoded
 * @param pathParameters decoded
 * @param query first value of each parameter, decoded
 * @param multiQuery all values, decoded
 * @param headers first value of each header, names in lower case
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

    /** Decodes an event: the proxy's, or the authorizer's, which has no body. */
    public static Request of(Map<String, @Nullable Object> event) {
        var context = Json.asObject(event.get("requestContext"));
        var identity = Json.asObject(context.get("identity"));
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
        var host = Json.asObject(event.get("requestContext")).get("domainName");
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

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    private static String text(@Nullable Object value, String absent) {
        return value instanceof String text ? text : absent;
    }

    private static Map<String, String> texts(@Nullable Object value, boolean lowerCase) {
        var texts = new LinkedHashMap<String, String>();
        Json.asObject(value).forEach((name, element) -> {
            if (element != null) {
                texts.put(lowerCase ? name.toLowerCase(Locale.ROOT) : name, element.toString());
            }
        });
        return texts;
    }

    private static Map<String, List<String>> lists(@Nullable Object value, boolean lowerCase) {
        var lists = new LinkedHashMap<String, List<String>>();
        Json.asObject(value).forEach((name, element) -> {
            if (element instanceof List<?> values) {
                lists.put(
                        lowerCase ? name.toLowerCase(Locale.ROOT) : name,
                        values.stream().map(String::valueOf).toList());
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
                        ? Base64.getDecoder().decode(text)
                        : text.getBytes(StandardCharsets.UTF_8));
    }
}
