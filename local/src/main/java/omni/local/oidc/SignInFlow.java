package omni.local.oidc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import omni.local.machine.Doorway;
import omni.local.machine.LocalJson;
import omni.local.oidc.AuthorizationRequest.Good;
import omni.local.oidc.AuthorizationRequest.Refused;
import omni.local.oidc.AuthorizationRequest.Unanswerable;
import omni.local.oidc.OauthClient.BadMetadata;

/**
 * The authorization server as clients see it: one issuer and the authorization code with PKCE. Keys, user info and the end of a session
 * are the library's, which would mint any token for anyone; whatever gives a token is ours.
 */
final class SignInFlow implements Function1<OAuth2HttpRequest, OAuth2HttpResponse> {

    private static final Set<String> OF_LIBRARY = Set.of("/jwks", "/userinfo", "/endsession");

    private static final Set<String> METADATA =
            Set.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");

    private final String issuerPath;
    private final LocalUsers users;
    private final Clients clients;
    private final Grants grants;
    private final TokenEndpoint tokens;
    private final InstantSource clock;
    private final Function1<OAuth2HttpRequest, OAuth2HttpResponse> library;

    SignInFlow(
            String issuerPath,
            LocalUsers users,
            Clients clients,
            Grants grants,
            TokenMint mint,
            InstantSource clock,
            Function1<OAuth2HttpRequest, OAuth2HttpResponse> library) {
        this.issuerPath = issuerPath;
        this.users = users;
        this.clients = clients;
        this.grants = grants;
        this.tokens = new TokenEndpoint(clients, grants, mint);
        this.clock = clock;
        this.library = library;
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
        var origin = Optional.ofNullable(request.getHeaders().get("Origin"));
        var answer = request.getMethod().equals("OPTIONS") ? Pages.text(204, "") : answer(request, origin);
        return origin.map(from -> CrossOrigin.readable(answer, request, from)).orElse(answer);
    }

    private OAuth2HttpResponse answer(OAuth2HttpRequest request, Optional<String> origin) {
        var path = request.getOriginalUrl().encodedPath();
        if (isMetadata(path)) {
            return Pages.json(200, ServerMetadata.of(issuer(request)));
        }
        var endpoint = path.startsWith(issuerPath) ? path.substring(issuerPath.length()) : "";
        var method = request.getMethod();
        if (OF_LIBRARY.contains(endpoint)) {
            return library.invoke(request);
        }
        return switch (method + " " + endpoint) {
            case "GET /authorize", "POST /authorize" ->
                method.equals("POST") && !isOurOwn(origin)
                        ? Pages.text(403, "Only the sign-in page may send this.")
                        : authorize(request);
            case "POST /token" -> tokens.token(request, issuer(request));
            case "POST /revoke" -> tokens.revoke(request);
            case "POST /register" ->
                isOurOwn(origin) ? register(request) : Pages.error(403, "access_denied", "not from another site");
            default -> Pages.text(404, "There is nothing at " + path);
        };
    }

    /** Below the issuer (OpenID Connect Discovery, 4), and between host and path (RFC 8414, 3.1). */
    private boolean isMetadata(String path) {
        return METADATA.stream().anyMatch(known -> path.equals(issuerPath + known) || path.equals(known + issuerPath));
    }

    /** By the name that whoever asks knows us by; it has to stand in whatever they are told. */
    private String issuer(OAuth2HttpRequest request) {
        var url = request.getOriginalUrl();
        return url.scheme() + "://" + url.host() + ":" + url.port() + issuerPath;
    }

    /** A page from elsewhere must not make a browser of this machine sign somebody in. */
    private static boolean isOurOwn(Optional<String> origin) {
        return origin.map(from ->
                        from.startsWith("http://") && Doorway.isThisMachine(from.substring("http://".length()), false))
                .orElse(true);
    }

    private OAuth2HttpResponse authorize(OAuth2HttpRequest request) {
        return switch (AuthorizationRequest.of(Parameters.ofQuery(request), clients)) {
            case Unanswerable(var words) -> Pages.text(400, words);
            case Refused(var address, var state, var error, var words) ->
                back(request, address, state, "error=" + error + "&error_description=" + encode(words));
            case Good(var good) ->
                request.getMethod().equals("POST")
                        ? submit(request, good)
                        : page(200, "", Parameters.ofQuery(request).text("login_hint"), good);
        };
    }

    private OAuth2HttpResponse submit(OAuth2HttpRequest request, AuthorizationRequest asked) {
        var form = Parameters.ofForm(request);
        var email = form.text("email");
        var known = users.find(email).map(LocalUser::name).orElse("");
        return LocalUser.of(
                        email,
                        form.one("name").orElse(known),
                        form.text("email_verified").equals("true"))
                .map(user -> {
                    users.remember(user);
                    return back(request, asked.redirectUri(), asked.state(), "code=" + grants.code(asked, user));
                })
                .orElseGet(() -> page(400, "That is not an e-mail address.", email, asked));
    }

    /** The client is told who answers too, so that it can't be made to show a code to somebody else (RFC 9207). */
    private OAuth2HttpResponse back(
            OAuth2HttpRequest request, String address, Optional<String> state, String parameters) {
        return Pages.redirect(address + (address.contains("?") ? "&" : "?") + parameters
                + state.map(text -> "&state=" + encode(text)).orElse("") + "&iss=" + encode(issuer(request)));
    }

    private OAuth2HttpResponse register(OAuth2HttpRequest request) {
        var body = Optional.ofNullable(request.getBody()).orElse("").getBytes(StandardCharsets.UTF_8);
        var asked = LocalJson.parseObject(body);
        if (asked.isEmpty()) {
            return Pages.error(400, "invalid_client_metadata", "a JSON object is needed");
        }
        try {
            return Pages.json(
                    201,
                    clients.registered().register(asked.get(), clock.instant().getEpochSecond()));
        } catch (BadMetadata e) {
            return Pages.error(400, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private OAuth2HttpResponse page(int status, String fault, String email, AuthorizationRequest asked) {
        return Pages.page(status, LoginPage.html(fault, email, users.all(), asked));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
