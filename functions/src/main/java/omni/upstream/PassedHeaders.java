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
import omni.http.Exchange;
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
    private static final Set<String> REROUTING = Set.of(
            "forwarded",
            "x-forwarded-host",
            "x-forwarded-prefix",
            "x-forwarded-server",
            "x-host",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-original-host",
            "x-original-uri",
            "x-original-url",
            "x-rewrite-url");

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

    private final Settings settings;

    PassedHeaders(Settings settings) {
        this.settings = settings;
    }

    /** The headers of a request as the upstream gets it. */
    Map<String, List<String>> of(Exchange exchange, boolean withBody) {
        var passed = new TreeMap<String, List<String>>();
        var request = exchange.request();
        var connection = named(request.multiHeaders().getOrDefault("connection", List.of()));
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
        // Some servers take an underscore for a hyphen, so that x_api_key is x-api-key to them.
        var plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return NAME.matcher(name).matches()
                && !CREDENTIALS.contains(plain)
                && !OF_THE_CONNECTION.contains(plain)
                && !REROUTING.contains(plain)
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
    private static Set<String> named(List<String> connection) {
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
        var principal = exchange.known().principal();
        var names = new TreeSet<>(settings.headerAliases());
        names.add(settings.headerPrefix());
        for (var prefix : names) {
            ours.put(prefix + "Org-Id", exchange.known().orgId());
            ours.put(prefix + "Principal-Id", principal.principalId());
            ours.put(prefix + "Livemode", Boolean.toString(principal.livemode()));
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
