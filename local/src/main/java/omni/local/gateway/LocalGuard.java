package omni.local.gateway;

import java.util.Optional;
import java.util.Set;
import omni.local.machine.Doorway;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Request;

/**
 * Who may use the controls under {@code /_local/}: programs of this machine, and the pages that it serves there itself. They move the
 * clock and sign anybody in, so no page of anybody else's may: not by a foreign origin, nor by a name that was made to lead here, nor
 * by a form, which can't send JSON. A link from elsewhere may lead to a page, as hosted pages lead back here; it does nothing.
 */
final class LocalGuard {

    private static final String SITE = "Sec-Fetch-Site";
    private static final String DESTINATION = "Sec-Fetch-Dest";
    private static final Set<String> OURS = Set.of("same-origin", "none");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private LocalGuard() {}

    /** What is answered to who may not; empty for whoever may. */
    static Optional<HttpAnswer> refusal(Request request, boolean withBody) {
        if (!Doorway.isNamedRight(request, false)) {
            return refusal("Call this machine localhost, 127.0.0.1 or [::1].");
        }
        if (!ownOrigin(request) || !ownSite(request)) {
            return refusal("A page from elsewhere may not use the controls of the local world.");
        }
        if (withBody && !READING.contains(request.getMethod()) && !json(request)) {
            return Optional.of(LocalRoutes.error(
                    415, "unsupported_media_type", "Say that the body is JSON: -H 'Content-Type: application/json'."));
        }
        return Optional.empty();
    }

    private static boolean ownOrigin(Request request) {
        var origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        return origins.isEmpty()
                || (origins.size() == 1
                        && Doorway.host(request)
                                .filter(host -> origins.getFirst().equals("http://" + host))
                                .isPresent());
    }

    /** Browsers say it with each request; programs don't. */
    private static boolean ownSite(Request request) {
        var sites = request.getHeaders().getValuesList(SITE);
        boolean opensAPage = READING.contains(request.getMethod())
                && "document".equals(request.getHeaders().get(DESTINATION));
        return sites.isEmpty() || (sites.size() == 1 && OURS.contains(sites.getFirst())) || opensAPage;
    }

    private static boolean json(Request request) {
        var types = request.getHeaders().getValuesList(HttpHeader.CONTENT_TYPE);
        return types.size() == 1
                && "application/json".equalsIgnoreCase(MimeTypes.getContentTypeWithoutCharset(types.getFirst()));
    }

    private static Optional<HttpAnswer> refusal(String message) {
        return Optional.of(LocalRoutes.error(403, "not_from_this_machine", message));
    }
}
