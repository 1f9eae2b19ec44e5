package omni.local.oidc;

import java.util.Optional;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;

/** Lets clients that are pages read their answers: no cookie counts here, so any page may. */
final class CrossOrigin {

    private CrossOrigin() {}

    static OAuth2HttpResponse readable(OAuth2HttpResponse answer, OAuth2HttpRequest request, String origin) {
        var headers = answer.getHeaders()
                .newBuilder()
                .set("Access-Control-Allow-Origin", origin)
                .set("Vary", "Origin");
        if (request.getMethod().equals("OPTIONS")) {
            headers.set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
            Optional.ofNullable(request.getHeaders().get("Access-Control-Request-Headers"))
                    .ifPresent(asked -> headers.set("Access-Control-Allow-Headers", asked));
        }
        return new OAuth2HttpResponse(headers.build(), answer.getStatus(), answer.getBody(), answer.getBytesBody());
    }
}
