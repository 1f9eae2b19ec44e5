package omni.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a browser is told about calling from elsewhere (contract 2). */
public final class Cors {

    private static final List<String> EXPOSED = List.of(
            "Request-Id",
            "traceparent",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "Retry-After",
            "Idempotency-Replayed",
            "WWW-Authenticate",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "ETag",
            "Content-Disposition",
            "Content-Language");
    private static final List<String> EXPOSED_OF_BRAND = List.of(
            "Version",
            "Meter-Class",
            "Plan-Key",
            "Billing-State",
            "Billing-Status",
            "Token-Count",
            "Estimated-Cost",
            "Token-Count-Estimated",
            "Token-Count-Source",
            "Free-Grant-Remaining",
            "Budget-Used",
            "AI-Quota-Limit",
            "AI-Quota-Used",
            "AI-Quota-Remaining",
            "AI-Quota-Reset",
            "AI-Quota-Grace-Until",
            "Quota-Limit",
            "Grant-Status",
            "Grant-Consumed-Percent",
            "Grant-Remaining",
            "Grant-Warning",
            "Grant-Action",
            "Grant-Action-Url",
            "Required-Scopes",
            "Has-More",
            "Next-Cursor");
    private static final String ALLOWED_HEADERS =
            "authorization, content-type, idempotency-key, x-api-key, x-request-id, traceparent, mcp-protocol-version,"
                    + " mcp-method, mcp-name, mcp-session-id, last-event-id";

    private Cors() {}

    public static Map<String, String> headers(Request request, Settings settings) {
        var headers = new LinkedHashMap<String, String>();
        var origin = request.header("Origin").filter(settings.corsOrigins()::contains);
        if (!settings.corsOrigins().isEmpty()) {
            headers.put("Vary", "Origin");
        }
        origin.ifPresent(allowed -> {
            headers.put("Access-Control-Allow-Origin", allowed);
            headers.put("Access-Control-Allow-Credentials", "true");
            headers.put("Access-Control-Expose-Headers", exposedHeaders(settings));
        });
        return headers;
    }

    /** All headers of contract 8 and those of an export (11.7), as a browser is told that it may read them. */
    public static String exposedHeaders(Settings settings) {
        var names = new ArrayList<>(EXPOSED);
        EXPOSED_OF_BRAND.forEach(rest -> names.add(settings.headerPrefix() + rest));
        settings.headerAliases().forEach(alias -> EXPOSED_OF_BRAND.forEach(rest -> names.add(alias + rest)));
        return String.join(", ", names);
    }

    /** Whether a page asks that is neither of a configured origin nor our own. */
    public static boolean isForeign(Request request, Settings settings) {
        return request.headerValues("Origin").stream()
                .anyMatch(origin -> !settings.corsOrigins().contains(origin)
                        && !settings.origin().equals(origin));
    }

    /** Whether a request comes from a page that may call from elsewhere. */
    public static boolean isFromConfiguredOrigin(Request request, Settings settings) {
        return request.header("Origin").filter(settings.corsOrigins()::contains).isPresent();
    }

    /** The answer to a preflight: 204 without credentials; only a configured origin is told that it may call. */
    public static Reply.Answer preflight(Request request, Settings settings, List<String> allowed) {
        var answer = new Reply.Answer(204, null, Map.of(), List.of());
        if (!isFromConfiguredOrigin(request, settings)) {
            return answer;
        }
        return answer.with("Access-Control-Allow-Methods", String.join(", ", allowed))
                .with("Access-Control-Allow-Headers", allowedHeaders(settings))
                .with("Access-Control-Max-Age", "600");
    }

    private static String allowedHeaders(Settings settings) {
        var names = new ArrayList<>(List.of(ALLOWED_HEADERS));
        settings.prefixes().forEach(prefix -> names.add(prefix.toLowerCase(Locale.ROOT) + "compute-headers"));
        names.addAll(settings.versionHeaders());
        return String.join(", ", names);
    }
}
