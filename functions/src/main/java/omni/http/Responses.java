package omni.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omni.access.Ids;
import omni.json.Json;
import omni.meter.Body;
import omni.meter.Idempotency;
import org.jspecify.annotations.Nullable;

/** Renders what the shell has decided as the proxy answer that API Gateway expects. */
public record Responses(Settings settings, Ids ids) {

    private static final String OWN_PREFIX = "Omni-";
    private static final String CONTENT_TYPE = "Content-Type";

    /**
     * An answer ready to be sent.
     *
     * @param contentType null without a body
     * @param problem whether it was made of a problem of ours; what an upstream answers never is, whatever it looks like
     */
    public record Rendered(
            int status,
            Map<String, String> headers,
            List<String> cookies,
            Body body,
            @Nullable String contentType,
            boolean problem) {

        public Rendered with(Map<String, String> more) {
            var all = new LinkedHashMap<>(headers);
            all.putAll(more);
            return new Rendered(status, all, cookies, body, contentType, problem);
        }

        /** Whether its body is UTF-8. */
        boolean text() {
            return contentType != null
                    && (contentType.startsWith("application/json") || contentType.startsWith("text/csv"));
        }

        /** What a replay needs of it; everything else that an answer carries is made anew. */
        public Idempotency.Stored toStored() {
            var stored = new LinkedHashMap<>(headers);
            if (contentType != null) {
                stored.put(CONTENT_TYPE, contentType);
            }
            return new Idempotency.Stored(status, stored, body);
        }

        /** No failure of an upstream is stored: a stored one is ours. */
        public static Rendered of(Idempotency.Stored stored, Body body) {
            var headers = new LinkedHashMap<>(stored.headers());
            var contentType = headers.remove(CONTENT_TYPE);
            return new Rendered(stored.status(), headers, List.of(), body, contentType, stored.status() >= 400);
        }
    }

    public Rendered render(Reply reply, Trace trace) {
        return switch (reply) {
            case Reply.Answer answer -> answer(answer);
            case Reply.Problem problem -> problem(problem, trace);
        };
    }

    private static Rendered answer(Reply.Answer answer) {
        var headers = new LinkedHashMap<>(answer.headers());
        var contentType = headers.remove(CONTENT_TYPE);
        var body = switch (answer.body()) {
            case null -> new Body(new byte[0]);
            case String text -> new Body(text.getBytes(StandardCharsets.UTF_8));
            case Body bytes -> bytes;
            case Object tree -> new Body(Json.write(tree));
        };
        var usual = switch (answer.body()) {
            case null -> null;
            case String text -> "text/plain; charset=utf-8";
            case Body bytes -> "application/octet-stream";
            case Object tree -> "application/json";
        };
        return new Rendered(
                answer.status(),
                headers,
                answer.cookies(),
                body,
                usual == null || contentType == null ? usual : contentType,
                false);
    }

    private Rendered problem(Reply.Problem problem, Trace trace) {
        var envelope = envelope(problem, trace, settings, ids);
        return new Rendered(
                problem.status(),
                problem.headers(),
                List.of(),
                new Body(Json.write(envelope)),
                "application/json",
                true);
    }

    /** The error envelope of contract 9.1. */
    public static Map<String, @Nullable Object> envelope(
            Reply.Problem problem, Trace trace, Settings settings, Ids ids) {
        var envelope = new LinkedHashMap<String, @Nullable Object>();
        envelope.put("object", "error");
        envelope.put("id", ids.error());
        envelope.put("code", problem.code().wire());
        envelope.put("type", problem.code().type());
        envelope.put("message", problem.message());
        envelope.put("requestId", trace.requestId());
        envelope.put("traceparent", trace.traceparent());
        if (problem.hint() != null) {
            envelope.put("hint", problem.hint());
        }
        var docsPath = problem.docsPath();
        envelope.put(
                "docsUrl", docsPath == null ? settings.errorDocs(problem.code().wire()) : settings.docs(docsPath));
        var details = new LinkedHashMap<String, @Nullable Object>(problem.details());
        details.putIfAbsent("retryable", problem.status() >= 500);
        envelope.put("details", details);
        return envelope;
    }

    /**
     * The proxy answer: every header of ours under each configured prefix, a body's bytes in base64, or the text as text where
     * base64 would be more than a function may answer. A HEAD is answered as its GET: the gateway tells the body's length, which
     * no function may set, and leaves the body out.
     */
    public byte[] proxy(Rendered rendered) {
        var multiHeaders = new LinkedHashMap<String, List<String>>();
        rendered.headers().forEach((name, value) -> names(name).forEach(n -> multiHeaders.put(n, List.of(value))));
        if (rendered.contentType() != null) {
            multiHeaders.put(CONTENT_TYPE, List.of(rendered.contentType()));
        }
        if (!rendered.cookies().isEmpty()) {
            multiHeaders.put("Set-Cookie", rendered.cookies());
        }
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("statusCode", rendered.status());
        out.put("multiValueHeaders", multiHeaders);
        if (rendered.body().length() > 0) {
            var body = rendered.body();
            var asText = !ProxyBody.fitsInBase64(body) && (rendered.text() || ProxyBody.isText(body));
            out.put(
                    "body",
                    asText ? new Json.Utf8(body.bytes()) : Base64.getEncoder().encodeToString(body.bytes()));
            out.put("isBase64Encoded", !asText);
        }
        return Json.write(out);
    }

    private List<String> names(String name) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(settings.headerPrefix().toLowerCase(Locale.ROOT))
                && !name.startsWith(OWN_PREFIX)) {
            return List.of(name);
        }
        var rest = name.startsWith(OWN_PREFIX)
                ? name.substring(OWN_PREFIX.length())
                : name.substring(settings.headerPrefix().length());
        var names = new ArrayList<String>();
        names.add(settings.headerPrefix() + rest);
        settings.headerAliases().forEach(alias -> names.add(alias + rest));
        return names;
    }
}
