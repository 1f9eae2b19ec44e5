package omni.local.oidc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import okhttp3.Headers;

/**
 * What stands before the library: it serves our login page, turns its form into the library's own, and narrows the library, which
 * would mint any token for anyone, to one issuer, one client and the authorization code.
 */
final class SignInFlow implements Function1<OAuth2HttpRequest, OAuth2HttpResponse> {

    private static final Set<String> SERVED = Set.of(
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
            "/authorize",
            "/token",
            "/jwks",
            "/userinfo",
            "/endsession",
            "/revoke");

    private final String issuerPath;
    private final LocalUsers users;
    private final Function1<OAuth2HttpRequest, OAuth2HttpResponse> library;

    SignInFlow(String issuerPath, LocalUsers users, Function1<OAuth2HttpRequest, OAuth2HttpResponse> library) {
        this.issuerPath = issuerPath;
        this.users = users;
        this.library = library;
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
        var path = request.getOriginalUrl().encodedPath();
        var endpoint = path.startsWith(issuerPath) ? path.substring(issuerPath.length()) : "";
        if (!SERVED.contains(endpoint)) {
            return answer(404, "text/plain", "There is nothing at " + path);
        }
        return switch (endpoint) {
            case "/authorize" -> authorize(request);
            case "/token" -> token(request);
            default -> library.invoke(request);
        };
    }

    private OAuth2HttpResponse authorize(OAuth2HttpRequest request) {
        var fault = faultOf(request);
        if (fault.isPresent()) {
            return answer(400, "text/plain", fault.get());
        }
        if (request.getMethod().equals("POST")) {
            return submit(request);
        }
        var hint = parameter(request, "login_hint").orElse("");
        return page(200, "", hint);
    }

    /** The faults that must not be sent back to a redirect address, which may be the fault itself. */
    private static Optional<String> faultOf(OAuth2HttpRequest request) {
        if (!parameter(request, "client_id").equals(Optional.of(LocalOidcProvider.CLIENT_ID))) {
            return Optional.of("client_id: only " + LocalOidcProvider.CLIENT_ID + " is known here.");
        }
        if (!parameter(request, "response_type").equals(Optional.of("code"))) {
            return Optional.of("response_type: only code is served.");
        }
        if (!parameter(request, "code_challenge_method").equals(Optional.of("S256"))) {
            return Optional.of("code_challenge_method: PKCE with S256 is needed.");
        }
        return parameter(request, "redirect_uri").isEmpty()
                ? Optional.of("redirect_uri: an absolute URL is needed.")
                : Optional.empty();
    }

    private OAuth2HttpResponse submit(OAuth2HttpRequest request) {
        var form = request.getFormParameters().getMap();
        var email = form.getOrDefault("email", "");
        var name = form.getOrDefault("name", "");
        var known = users.find(email).map(LocalUser::name).orElse("");
        var verified = form.getOrDefault("email_verified", "").equals("true");
        return LocalUser.of(email, name.isBlank() ? known : name, verified)
                .map(user -> {
                    users.remember(user);
                    return library.invoke(loginOf(request, user));
                })
                .orElseGet(() -> page(400, "That is not an e-mail address.", email));
    }

    /** The library's login form: the subject as user name, the other claims as JSON. */
    private static OAuth2HttpRequest loginOf(OAuth2HttpRequest request, LocalUser user) {
        var body =
                "username=" + user.subject() + "&claims=" + encode(user.claims().toString());
        return new OAuth2HttpRequest(request.getHeaders(), "POST", request.getOriginalUrl(), body);
    }

    private OAuth2HttpResponse token(OAuth2HttpRequest request) {
        var form = request.getFormParameters().getMap();
        if (!form.getOrDefault("grant_type", "").equals("authorization_code")) {
            return answer(400, "application/json", "{\"error\":\"unsupported_grant_type\"}");
        }
        var known = LocalOidcProvider.CLIENT_ID + ":" + LocalOidcProvider.CLIENT_SECRET;
        var posted = form.getOrDefault("client_id", "") + ":" + form.getOrDefault("client_secret", "");
        if (!posted.equals(known) && !basic(request).equals(known)) {
            return answer(401, "application/json", "{\"error\":\"invalid_client\"}");
        }
        return library.invoke(request);
    }

    /** {@code id:secret} of HTTP Basic, or nothing. */
    private static String basic(OAuth2HttpRequest request) {
        var header =
                Optional.ofNullable(request.getHeaders().get("Authorization")).orElse("");
        if (!header.startsWith("Basic ")) {
            return "";
        }
        try {
            var bytes = Base64.getDecoder()
                    .decode(header.substring("Basic ".length()).strip());
            return URLDecoder.decode(new String(bytes, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBasic) {
            return "";
        }
    }

    private OAuth2HttpResponse page(int status, String fault, String email) {
        return answer(status, "text/html; charset=utf-8", LoginPage.html(fault, email, users.all()));
    }

    private static OAuth2HttpResponse answer(int status, String contentType, String body) {
        return new OAuth2HttpResponse(
                Headers.of("Content-Type", contentType, "Cache-Control", "no-store"), status, body, null);
    }

    private static Optional<String> parameter(OAuth2HttpRequest request, String name) {
        return Optional.ofNullable(request.getOriginalUrl().queryParameter(name))
                .filter(value -> !value.isBlank());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
