package omni.local.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import okhttp3.Headers;
import omni.local.machine.LocalJson;

/** Answers of our own, which nobody keeps. */
final class Pages {

    private Pages() {}

    static OAuth2HttpResponse answer(int status, String contentType, String body) {
        return new OAuth2HttpResponse(
                Headers.of("Content-Type", contentType, "Cache-Control", "no-store"), status, body, null);
    }

    /** A page that asks something of a person, which no other site may lay its own over. */
    static OAuth2HttpResponse page(int status, String html) {
        return new OAuth2HttpResponse(
                Headers.of(
                        "Content-Type", "text/html; charset=utf-8",
                        "Cache-Control", "no-store",
                        "Content-Security-Policy", "frame-ancestors 'none'"),
                status,
                html,
                null);
    }

    static OAuth2HttpResponse text(int status, String words) {
        return answer(status, "text/plain; charset=utf-8", words);
    }

    static OAuth2HttpResponse json(int status, JsonNode json) {
        return answer(status, "application/json", json.toString());
    }

    static OAuth2HttpResponse error(int status, String code, String description) {
        return json(status, LocalJson.object().put("error", code).put("error_description", description));
    }

    static OAuth2HttpResponse redirect(String address) {
        return new OAuth2HttpResponse(Headers.of("Location", address, "Cache-Control", "no-store"), 302, "", null);
    }
}
