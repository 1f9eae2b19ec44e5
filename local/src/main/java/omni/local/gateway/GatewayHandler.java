package omni.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Between Jetty and the gateway: reads a request whole, writes an answer whole. */
final class GatewayHandler extends Handler.Abstract {

    /** These belong to one connection and are not shown to functions. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect");

    private final RestApi api;
    private final LocalRoutes localRoutes;
    private final InstantSource clock;

    GatewayHandler(RestApi api, GatewaySettings settings) {
        this.api = api;
        this.localRoutes = settings.localRoutes();
        this.clock = settings.clock();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        var path = rawPath(request);
        if (path.startsWith(LocalRoutes.PREFIX)) {
            var body = body(request);
            var answer = LocalGuard.refusal(request, body.length > 0)
                    .orElseGet(() -> localRoutes.answer(request.getMethod(), path, body));
            write(answer, response, callback);
            return true;
        }
        var received = read(request, body(request));
        var answer = api.answer(received);
        write(withAnswerHeaders(answer, received), response, callback);
        return true;
    }

    /** What Jetty itself refuses: broken request lines, headers that are too long. */
    boolean refuseBadRequest(Request request, Response response, Callback callback) {
        var received = read(request, new byte[0]);
        var answer = api.refuse(received, GatewayFault.BAD_REQUEST);
        write(withAnswerHeaders(answer, received), response, callback);
        return true;
    }

    private static String rawPath(Request request) {
        var path = request.getHttpURI().getPath();
        return path == null || !path.startsWith("/") ? "/" : path;
    }

    /** One byte past the limit is enough to know that a body is too large. */
    private static byte[] body(Request request) throws IOException {
        try (InputStream body = Content.Source.asInputStream(request)) {
            return body.readNBytes(RestApi.BODY_LIMIT_BYTES + 1);
        }
    }

    private GatewayRequest read(Request request, byte[] body) {
        var query = request.getHttpURI().getQuery();
        var sourceIp = Request.getRemoteAddr(request);
        var now = clock.instant();
        return new GatewayRequest(
                UUID.randomUUID().toString(),
                extendedId(),
                now,
                request.getMethod(),
                rawPath(request),
                MultiMap.ofQuery(query == null ? "" : query),
                headers(request, sourceIp, now.getEpochSecond()),
                body,
                sourceIp,
                request.getConnectionMetaData().getHttpVersion().asString());
    }

    private static MultiMap headers(Request request, String sourceIp, long epochSecond) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (var field : request.getHeaders()) {
            var value = field.getValue();
            if (!HOP_BY_HOP.contains(field.getName().toLowerCase(Locale.ROOT))) {
                fields.add(Map.entry(field.getName(), value == null ? "" : value));
            }
        }
        var headers = MultiMap.ofHeaders(fields);
        if (headers.lastIgnoringCase("X-Amzn-Trace-Id").isEmpty()) {
            fields.add(Map.entry("X-Amzn-Trace-Id", traceId(epochSecond)));
        }
        var forwarded = headers.lastIgnoringCase("X-Forwarded-For")
                .map(list -> list + ", ")
                .orElse("");
        fields.removeIf(field -> field.getKey().toLowerCase(Locale.ROOT).startsWith("x-forwarded-"));
        fields.add(Map.entry("X-Forwarded-For", forwarded + sourceIp));
        fields.add(Map.entry("X-Forwarded-Port", Integer.toString(Request.getServerPort(request))));
        fields.add(Map.entry("X-Forwarded-Proto", "http"));
        return MultiMap.ofHeaders(fields);
    }

    private static String traceId(long epochSecond) {
        var random = ThreadLocalRandom.current();
        return "Root=1-%08x-%08x%016x".formatted(epochSecond, random.nextInt(), random.nextLong());
    }

    private static String extendedId() {
        var bytes = new byte[11];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static HttpAnswer withAnswerHeaders(HttpAnswer answer, GatewayRequest request) {
        return answer.withHeader("x-amzn-RequestId", request.requestId())
                .withHeader("x-amz-apigw-id", request.extendedRequestId())
                .withHeader("X-Amzn-Trace-Id", request.traceHeader());
    }

    /** A HEAD answer has the headers of the GET, its length too; Jetty leaves the bytes out. */
    private static void write(HttpAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        // One line each: two cookies joined by a comma would be no cookies.
        answer.headers().forEach((name, values) -> {
            response.getHeaders().remove(name);
            values.forEach(value -> response.getHeaders().add(name, value));
        });
        var body = answer.body();
        if (answer.status() == 204 || answer.status() == 304) {
            body = new byte[0];
            response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
        } else {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
