package omni.local.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import omni.local.machine.AtomicFile;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalJson;

/** An OpenID Connect provider on a port of its own: discovery, authorization code with PKCE, JWKS, tokens. */
public final class LocalOidcProvider implements AutoCloseable {

    /** The client as which the product signs people in. */
    public static final String CLIENT_ID = "omni-local";

    /** Known to everyone: it guards nothing but this machine. */
    public static final String CLIENT_SECRET = "omni-local-secret";

    /** The audience of access tokens that are asked for without a resource; ID tokens have the client's id. */
    public static final String API_AUDIENCE = "omni-local-api";

    private static final String ISSUER_ID = "omni";

    /** Its ports are whatever is free. */
    private static final OauthClient PRODUCT = new OauthClient(
            CLIENT_ID,
            "",
            List.of(
                    "http://localhost/auth/callback",
                    "http://127.0.0.1/auth/callback",
                    "http://[::1]/auth/callback",
                    "http://127.0.0.1/" + ISSUER_ID + "/none"),
            Optional.of(CLIENT_SECRET));

    private final OAuth2HttpServer server;
    private final Clients clients;
    private final HttpClient browser = HttpClient.newHttpClient();

    private LocalOidcProvider(OAuth2HttpServer server, Clients clients) {
        this.server = server;
        this.clients = clients;
    }

    /** Key and users live as long as the process; the port is free. */
    public static LocalOidcProvider inMemory(InstantSource clock) {
        return start(Optional.empty(), clock, 0);
    }

    /**
     * Key, users and port are kept in the folder: the issuer's URL is part of every identity.
     *
     * @throws LocalFault when the folder's port is taken by somebody else
     */
    public static LocalOidcProvider in(Path folder, InstantSource clock) {
        var file = new AtomicFile(folder.resolve("oidc-port"));
        var port = file.read().map(String::strip).map(Integer::parseInt).orElse(0);
        var provider = start(Optional.of(folder), clock, port);
        if (port == 0) {
            file.write(Integer.toString(provider.server.port()));
        }
        return provider;
    }

    private static LocalOidcProvider start(Optional<Path> folder, InstantSource clock, int port) {
        var keys = new KeyProvider(List.of(SigningKey.in(folder)), JWSAlgorithm.RS256.getName());
        var tokens = new OAuth2TokenProvider(keys, clock::instant);
        var server = new JettyOidcServer();
        var config = new OAuth2Config(true, null, null, false, tokens, Set.of(), server);
        var library = new OAuth2HttpRequestHandler(config).getAuthorizationServer();
        var clients = new Clients(new RegisteredClients(folder, PRODUCT), new ClientDocuments(clock));
        var mint = new TokenMint(tokens, ISSUER_ID);
        var flow = new SignInFlow(
                "/" + ISSUER_ID, new LocalUsers(folder), clients, new Grants(clock), mint, clock, library);
        try {
            server.listen(port, flow);
        } catch (IOException e) {
            throw new LocalFault("port " + port + " of 127.0.0.1, this folder's sign-in provider, is taken", e);
        }
        return new LocalOidcProvider(server, clients);
    }

    /** {@code http://127.0.0.1:port/omni}; discovery is under {@code /.well-known/openid-configuration} below it. */
    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + ISSUER_ID);
    }

    /**
     * Plays the browser: signs a person with a verified address in and returns where the provider sends the browser, with code
     * and state.
     *
     * @param authorizationRequest the URL to which the product sent the browser
     * @throws IllegalArgumentException when the provider refuses, with its words
     */
    public URI authorize(URI authorizationRequest, String email) throws IOException, InterruptedException {
        return authorize(authorizationRequest, email, true);
    }

    /** As {@link #authorize(URI, String)}, with the tick of the login page set or not. */
    public URI authorize(URI authorizationRequest, String email, boolean emailVerified)
            throws IOException, InterruptedException {
        var form = "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8)
                + (emailVerified ? "&email_verified=true" : "");
        var request = HttpRequest.newBuilder(authorizationRequest)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        var answer = browser.send(request, BodyHandlers.ofString());
        return answer.headers()
                .firstValue("Location")
                .map(URI::create)
                .map(LocalOidcProvider::granted)
                .orElseThrow(() -> new IllegalArgumentException(refusal(answer)));
    }

    private static URI granted(URI callback) {
        var query = Parameters.ofQuery(callback);
        query.one("error").ifPresent(error -> {
            throw new IllegalArgumentException(error + ": " + query.text("error_description"));
        });
        return callback;
    }

    /**
     * An access token of a person with a verified address, for {@link #API_AUDIENCE}: got as any other client would get it, by an
     * authorization code with PKCE.
     *
     * @throws IllegalArgumentException when the provider refuses, with its words
     */
    public String accessToken(String email) throws IOException, InterruptedException {
        var verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        var redirect = issuer() + "/none";
        var request = form(Map.of(
                "response_type", "code",
                "client_id", CLIENT_ID,
                "redirect_uri", redirect,
                "scope", "openid email profile",
                "state", "none",
                "code_challenge", challenge(verifier),
                "code_challenge_method", "S256"));
        var callback = authorize(URI.create(issuer() + "/authorize?" + request), email);
        var exchange = HttpRequest.newBuilder(URI.create(issuer() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(Map.of(
                        "grant_type", "authorization_code",
                        "code", Parameters.ofQuery(callback).text("code"),
                        "redirect_uri", redirect,
                        "code_verifier", verifier,
                        "client_id", CLIENT_ID,
                        "client_secret", CLIENT_SECRET))))
                .build();
        var answer = browser.send(exchange, BodyHandlers.ofByteArray());
        return LocalJson.parseObject(answer.body())
                .map(json -> json.path("access_token").asText())
                .filter(token -> !token.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("no token: " + answer.statusCode()));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** PKCE by S256 (RFC 7636, 4.2). */
    static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String refusal(HttpResponse<String> answer) {
        var html = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        return "sign-in refused with " + answer.statusCode() + ": "
                + (html ? "that is not an e-mail address" : answer.body());
    }

    @Override
    public void close() {
        browser.close();
        server.stop();
        clients.close();
    }
}
