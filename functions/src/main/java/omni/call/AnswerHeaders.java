package omni.call;

import java.util.LinkedHashMap;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.call.Shell.Parts;
import omni.http.Cors;
import omni.http.Reply;
import omni.http.Responses;
import omni.http.Settings;
import org.jspecify.annotations.Nullable;

/** What every answer carries beside what its endpoint says: the headers of contract 8, of CORS and of caching. */
record AnswerHeaders(Parts parts, Responses responses) {

    /** An answer of a route that costs nothing, or of one that was refused before it could. */
    Served answerFree(Asked asked, @Nullable Caller caller, MeterClass meterClass, Reply reply) {
        return answerFree(asked, caller, meterClass, responses.render(reply, asked.trace()));
    }

    Served answerFree(Asked asked, @Nullable Caller caller, MeterClass meterClass, Responses.Rendered rendered) {
        var live = caller == null ? null : caller.liveAccount();
        var counted = caller == null ? null : caller.account();
        var inApi = isMetered(asked);
        return new Served(
                rendered,
                live == null || counted == null || !inApi
                        ? null
                        : parts.headers()
                                .of(live, counted, meterClass, parts.clock().instant()),
                inApi ? meterClass.key() : null,
                Money.ZERO,
                null);
    }

    private static boolean isMetered(Asked asked) {
        return asked.operation().meter() != Operation.Meter.UNMETERED
                && inApi(asked.request().path());
    }

    private static boolean inApi(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") || path.equals("/mcp");
    }

    /** The answer as it is sent. */
    Responses.Rendered finish(Asked asked, Served served, TokenCounting.Count tokens) {
        var settings = parts.settings();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Request-Id", asked.trace().requestId());
        headers.put("traceparent", asked.trace().traceparent());
        headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.put("X-Content-Type-Options", "nosniff");
        if (asked.request().path().startsWith("/v1/")) {
            headers.put(settings.headerPrefix() + "Version", Settings.VERSIONS.getFirst());
        }
        if (served.meterClass() != null) {
            headers.put(settings.headerPrefix() + "Meter-Class", served.meterClass());
            tokens.into(headers, settings.headerPrefix());
            headers.put(
                    settings.headerPrefix() + "Estimated-Cost", served.cost().costHeader());
        }
        var standing = served.standing();
        if (standing != null) {
            headers.putAll(standing.headers());
        }
        if (!asked.operation().access().withoutCredential()) {
            headers.put("Cache-Control", "no-store");
        }
        headers.putAll(Cors.headers(asked.request(), settings));
        var vary = headers.get("Vary");
        headers.putAll(served.rendered().headers());
        headers.computeIfPresent("Vary", (name, own) -> vary == null || own.equals(vary) ? own : vary + ", " + own);
        var rendered = served.rendered();
        return new Responses.Rendered(
                rendered.status(),
                headers,
                rendered.cookies(),
                rendered.body(),
                rendered.contentType(),
                rendered.problem());
    }
}
