package omni.upstream;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.http.Settings;

/** Which headers pass (contract 7.1): of a request all but those named here, of an answer only those named here. */
final class PassedHeaders {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

    /** The caller's credentials, which are for us. */
    private static final Set<String> CREDENTIALS = Set.of("x-api-key", "authorization", "cookie", "cookie2");

    /** About one connection or about the message's own frame, never about what is asked. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** With these some servers serve another route than the one that was called, which is the one that was paid for. */
    private static final Set<String> REROUTING =
            Set.of("x-host", "x-http-method", "x-http-method-override", "x-method-override");

    /**
     * What proxies tell of a caller, or make of a request (CGI's {@code HTTP_PROXY}): an upstream believes it of whoever stands in
     * front of it, and that is we.
     */
    private static final Set<String> OF_THE_WAY = Set.of(
            "client-ip",
            "proxy",
            "remote-addr",
            "remote-user",
            "true-client-ip",
            "via",
            "x-azure-clientip",
            "x-azure-socketip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-originating-ip",
            "x-real-ip",
            "x-remote-addr",
            "x-remote-ip",
            "x-remote-user");

    /** All of a kind: what the gateway, its network, or another proxy adds. */
    private static final List<String> KINDS_OF_THE_WAY = List.of(
            "cf-",
            "cloudfront-",
            "fastly-",
            "forwarded",
            "x-amz-",
            "x-amzn-",
            "x-appengine-",
            "x-envoy-",
            "x-forwarded",
            "x-middleware-",
            "x-original-",
            "x-rewrite-");

    /** Set anew below; an answer in another encoding could be neither counted nor bounded. */
    private static final Set<String> REPLACED =
            Set.of("request-id", "x-request-id", "traceparent", "tracestate", "accept-encoding");

    private static final List<String> OF_AN_ANSWER = List.of(
            "Content-Type",
            "Content-Encoding",
            "Content-Language",
            "Content-Disposition",
            "Content-Range",
            "Accept-Ranges",
            "ETag",
            "Last-Modified");

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    /** The browser's own protection, on everything that the upstream says: it comes from the origin whose cookie signs people in. */
    static final Map<String, String> SANDBOX = Map.of(
            "Content-Security-Policy", "sandbox",
            "X-Content-Type-Options", "nosniff",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final Settings settings;
    private final MeterHeaders standing;

    PassedHeaders(Settings settings, MeterHeaders standing) {
        this.settings = settings;
        this.standing = standing;
    }

    /** The headers of a request as the upstream gets it. */
    Map<String, List<String>> of(Exchange exchange, boolean withBody) {
        var passed = new TreeMap<String, List<String>>();
        var request = exchange.request();
        var connection = lowerCaseNames(request.multiHeaders().getOrDefault("connection", List.of()));
        request.multiHeaders().forEach((name, values) -> {
            if (passes(name) && !connection.contains(name) && (withBody || !name.startsWith("content-"))) {
                var clean = values.stream()
                        .filter(value -> VALUE.matcher(value).matches())
                        .toList();
                if (clean.size() == values.size()) {
                    passed.put(name, clean);
                }
            }
        });
        passed.put("accept-encoding", List.of("identity"));
        ours(exchange).forEach((name, value) -> passed.put(name, List.of(value)));
        return passed;
    }

    private boolean passes(String name) {
        // Some servers take an underscore or a dot for a hyphen, so that x_api_key is x-api-key to them.
        var plain = name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
        return NAME.matcher(name).matches()
                && !CREDENTIALS.contains(plain)
                && !OF_THE_CONNECTION.contains(plain)
                && !REROUTING.contains(plain)
                && !OF_THE_WAY.contains(plain)
                && KINDS_OF_THE_WAY.stream().noneMatch(plain::startsWith)
                && !REPLACED.contains(plain)
                && prefixes().stream().noneMatch(plain::startsWith);
    }

    private Set<String> prefixes() {
        var prefixes = new TreeSet<String>();
        prefixes.add("omni-");
        prefixes.add(settings.headerPrefix().toLowerCase(Locale.ROOT));
        settings.headerAliases().forEach(alias -> prefixes.add(alias.toLowerCase(Locale.ROOT)));
        return prefixes;
    }

    /** What a {@code Connection} header declares to be about the connection. */
    private static Set<String> lowerCaseNames(List<String> connection) {
        var names = new TreeSet<String>();
        for (var value : connection) {
            for (var name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private Map<String, String> ours(Exchange exchange) {
        var ours = new LinkedHashMap<String, String>();
        var principal = exchange.requireCaller().principal();
        var names = new TreeSet<>(settings.headerAliases());
        names.add(settings.headerPrefix());
        var live = exchange.requireCaller().liveAccount();
        var said = live == null ? Map.<String, String>of() : standing.standing(live, exchange.now());
        for (var prefix : names) {
            ours.put(prefix + "Org-Id", exchange.requireCaller().orgId());
            ours.put(prefix + "Principal-Id", principal.principalId());
            ours.put(prefix + "Livemode", Boolean.toString(principal.livemode()));
            said.forEach((name, value) -> ours.put(prefix + name, value));
        }
        // where the gateway saw the caller: what callers say of their way before it nobody knows
        var address = exchange.request().sourceAddress();
        if (ADDRESS.matcher(address).matches()) {
            ours.put("X-Forwarded-For", address);
        }
        ours.put("Request-Id", exchange.trace().requestId());
        ours.put("traceparent", exchange.trace().traceparent());
        return ours;
    }

    /** The headers of an answer that are about its content; a value that could not stand in one line is left out. */
    static Map<String, String> of(HttpHeaders answer) {
        var passed = new LinkedHashMap<String, String>();
        for (var name : OF_AN_ANSWER) {
            answer.firstValue(name)
                    .filter(value -> VALUE.matcher(value).matches())
                    .ifPresent(value -> passed.put(name, value));
        }
        return passed;
    }
}
