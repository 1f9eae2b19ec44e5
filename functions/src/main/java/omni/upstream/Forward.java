package omni.upstream;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.MeterHeaders;
import omni.catalog.CalledPath;
import omni.http.ErrorCode;
import omni.http.NotFound;
import omni.http.ProxyBody;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Settings;
import omni.log.RequestLog;
import omni.meter.Body;

/**
 * The work of a forwarded route (contract 7.1): asks the upstream and passes its answer, whole or not at all. A GET and a
 * HEAD are asked as GET without a body; whatever else is asked with the caller's bytes.
 *
 * <p>Passed are all statuses but: 402, 403 and 429, which always speak of Omni Billing, and redirects, which would lead past
 * it: 502 {@code upstream_unavailable}. So is an upstream that can't be reached or does not keep to HTTP; one that is too
 * slow is 504 {@code upstream_timeout}, too large an answer 502 {@code upstream_response_too_large}.
 * No page of it may run scripts or be part of another site's: it comes from the origin whose cookie signs people in.
 */
public final class Forward implements Endpoint {

    private static final Set<Integer> SPEAK_OF_US = Set.of(402, 403, 429);
    private static final int NOT_MODIFIED = 304;
    private static final int MAX_TOOL_BYTES = 512 * 1024;

    private final Upstream upstream;
    private final PassedHeaders headers;
    private final RequestLog log;
    private final InstantSource clock;

    public Forward(Settings settings, MeterHeaders standing, Upstream upstream, RequestLog log, InstantSource clock) {
        this.upstream = upstream;
        this.headers = new PassedHeaders(settings, standing);
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Reply handle(Exchange exchange) {
        var path = CalledPath.of(exchange.request().path());
        return path.isEmpty() ? NotFound.route() : markSandbox(askUpstream(exchange, path.get()));
    }

    /** Errors too: what is in them may be the upstream's. */
    private static Reply markSandbox(Reply reply) {
        var kept = reply;
        for (var header : PassedHeaders.SANDBOX.entrySet()) {
            kept = switch (kept) {
                case Reply.Answer answer -> answer.with(header.getKey(), header.getValue());
                case Reply.Problem problem -> problem.header(header.getKey(), header.getValue());
            };
        }
        return kept;
    }

    private Reply askUpstream(Exchange exchange, CalledPath path) {
        return switch (upstream.ask(question(exchange, path))) {
            case Upstream.Answered answered
            when isRefusal(answered.status()) ->
                unavailable("The upstream did not serve the call.").detail("upstreamStatus", answered.status());
            case Upstream.Answered answered when !fits(exchange, answered.body()) -> tooLarge();
            case Upstream.Answered answered -> passOn(answered);
            case Upstream.TooLarge() -> tooLarge();
            case Upstream.TimedOut() -> Reply.Problem.of(ErrorCode.UPSTREAM_TIMEOUT, "The upstream took too long.");
            case Upstream.Unreachable(var cause) -> {
                log.fault("ForwardCatalogRoute", exchange.requestId(), cause, clock.instant());
                yield unavailable("The upstream can't be reached.");
            }
        };
    }

    /** A message to a tool's client holds the answer twice, once as a text within JSON. */
    private static boolean fits(Exchange exchange, Body body) {
        return exchange.mcpTool() ? body.length() <= MAX_TOOL_BYTES : ProxyBody.fits(body);
    }

    private static boolean isRefusal(int status) {
        var redirect = status >= 300 && status < 400 && status != NOT_MODIFIED;
        return status < 200 || status > 599 || redirect || SPEAK_OF_US.contains(status);
    }

    private static Reply passOn(Upstream.Answered answered) {
        var body = answered.body().length() == 0 ? null : answered.body();
        var answer = new Reply.Answer(answered.status(), body, PassedHeaders.of(answered.headers()), List.of());
        // contract 8: every 503 says when to come again
        return answered.status() == 503
                ? answer.with(
                        "Retry-After",
                        answered.headers()
                                .firstValue("Retry-After")
                                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                                .orElse("1"))
                : answer;
    }

    private static Reply.Problem unavailable(String message) {
        return Reply.Problem.of(ErrorCode.UPSTREAM_UNAVAILABLE, message);
    }

    private static Reply tooLarge() {
        return Reply.Problem.of(
                        ErrorCode.UPSTREAM_RESPONSE_TOO_LARGE, "The upstream's answer is too large to be passed.")
                .detail("retryable", false);
    }

    private Upstream.Question question(Exchange exchange, CalledPath path) {
        var request = exchange.request();
        var reads = request.method().equals("GET") || request.method().equals("HEAD");
        return new Upstream.Question(
                reads ? "GET" : request.method(),
                path.text() + query(request),
                headers.of(exchange, !reads && request.body().length() > 0),
                reads ? new Body(new byte[0]) : request.body());
    }

    /** The gateway hands the query over decoded: the pairs are the caller's, the spelling of their escapes is ours. */
    private static String query(Request request) {
        var pairs = new ArrayList<String>();
        if (request.multiQuery().isEmpty()) {
            request.query().forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
        }
        request.multiQuery()
                .forEach((name, values) -> values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encode(String text) {
        return CalledPath.encode(text, "-._~");
    }
}
