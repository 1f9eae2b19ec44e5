package omni.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;
import omni.local.gateway.LocalRoutes.BadRequest;
import omni.local.machine.LocalJson;
import omni.local.machine.LocalTimeouts;
import omni.local.oidc.LocalOidcProvider;

/**
 * Signs a person in without a browser, by the very requests that a browser would make: {@code POST /_local/sign-in}; or gets an
 * access token of theirs, as another client of the provider would: {@code POST /_local/token}.
 */
public final class LocalSignIn {

    private static final Set<Integer> FOR_NOW = Set.of(429, 502, 503, 504);
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");

    private final URI api;
    private final LocalOidcProvider oidc;
    private final Pattern secret;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LocalTimeouts.HUNG).build();

    public LocalSignIn(URI api, LocalOidcProvider oidc, String keyBrand) {
        this.api = api;
        this.oidc = oidc;
        this.secret = Pattern.compile(Pattern.quote(keyBrand) + "_live_[0-9A-Za-z]{53}");
    }

    /**
     * A person who is signed in.
     *
     * @param cookie to be sent as {@code Cookie}
     * @param firstKey of a first sign-in, which makes organization and key
     */
    public record SignedIn(String cookie, Optional<String> firstKey) {}

    /** Something that sign-in needs did not answer in time: another try may go well. */
    static final class NotNow extends IOException {
        private static final long serialVersionUID = 1;

        NotNow(String message) {
            super(message);
        }
    }

    public void register(LocalRoutes routes) {
        routes.on("POST", "/_local/token", body -> {
            var answer = LocalJson.object();
            answer.put("accessToken", token(email(body)));
            return HttpAnswer.json(200, answer);
        });
        routes.on("POST", "/_local/sign-in", body -> {
            var signedIn = signIn(email(body), join(body));
            var answer = LocalJson.object();
            answer.put("cookie", signedIn.cookie());
            signedIn.firstKey().ifPresent(key -> answer.put("apiKey", key));
            return HttpAnswer.json(200, answer);
        });
    }

    private static String email(JsonNode body) throws BadRequest {
        var email = body.path("email");
        if (!email.isTextual() || !EMAIL.matcher(email.asText()).matches()) {
            throw new BadRequest("email: an e-mail address is needed, for example {\"email\":\"ada@example.com\"}.");
        }
        return email.asText();
    }

    /** Which organization an invited person joins; absent for making their own. */
    private static Optional<String> join(JsonNode body) throws BadRequest {
        var join = body.path("join");
        if (join.isMissingNode() || join.isNull()) {
            return Optional.empty();
        }
        if (!join.isTextual()) {
            throw new BadRequest("join: the id of the organization that an invited person joins, org_….");
        }
        return Optional.of(join.asText());
    }

    /** An access token of the provider for this API; it makes nothing here. */
    public String token(String email) throws IOException, InterruptedException {
        return oidc.accessToken(email);
    }

    /** As one who makes their own organization, if they have none. */
    public SignedIn signIn(String email) throws IOException, InterruptedException {
        return signIn(email, Optional.empty());
    }

    /** As one who joins this organization, if they are invited and have none. */
    public SignedIn signIn(String email, Optional<String> join) throws IOException, InterruptedException {
        var login = get(api.resolve("/login"), Optional.empty());
        if (login.statusCode() != 302) {
            throw failure("sign-in did not begin: ", login);
        }
        var issuer = URI.create(login.headers().firstValue("Location").orElseThrow());
        var callback = oidc.authorize(issuer, email);
        var finished = get(callback, Optional.of(cookie(login)));
        if (finished.statusCode() != 200 && finished.statusCode() != 302) {
            throw failure("sign-in failed: ", finished);
        }
        var signedIn = sessionOf(finished);
        var undecided = finished.statusCode() == 200 && signedIn.firstKey().isEmpty();
        return undecided ? choose(signedIn.cookie(), email, join) : signedIn;
    }

    private SignedIn sessionOf(HttpResponse<String> answer) {
        var key = secret.matcher(answer.body());
        return new SignedIn(session(answer), key.find() ? Optional.of(key.group()) : Optional.empty());
    }

    /** What the page's script would send. */
    private SignedIn choose(String cookie, String email, Optional<String> join)
            throws IOException, InterruptedException {
        var choice = LocalJson.object();
        join.ifPresentOrElse(
                orgId -> choice.put("joinOrgId", orgId),
                () -> choice.put("name", email.substring(0, email.indexOf('@')) + "'s"));
        var request = HttpRequest.newBuilder(api.resolve("/v1/onboarding/organization"))
                .header("Cookie", cookie)
                .header("Origin", api.getScheme() + "://" + api.getRawAuthority())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(choice.toString()))
                .build();
        var chosen = http.send(request, BodyHandlers.ofString());
        if (chosen.statusCode() != 201) {
            throw new IOException("the choice was refused: " + chosen.statusCode() + " " + chosen.body());
        }
        return sessionOf(chosen);
    }

    private static IOException failure(String what, HttpResponse<String> answer) {
        var text = what + answer.statusCode() + " " + answer.body().replaceAll("\\s+", " ");
        return FOR_NOW.contains(answer.statusCode()) ? new NotNow(text) : new IOException(text);
    }

    private HttpResponse<String> get(URI address, Optional<String> cookie) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).timeout(LocalTimeouts.CALLER);
        cookie.ifPresent(value -> request.header("Cookie", value));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<String> response) {
        return pair(response.headers().firstValue("Set-Cookie").orElseThrow());
    }

    /** The session's cookie; the one of the sign-in itself is taken back at the same time. */
    private static String session(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(value -> !value.contains("Max-Age=0"))
                .map(LocalSignIn::pair)
                .findFirst()
                .orElseThrow();
    }

    private static String pair(String setCookie) {
        return setCookie.split(";", 2)[0];
    }
}
