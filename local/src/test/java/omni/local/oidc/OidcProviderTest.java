package omni.local.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import omni.local.machine.LocalJson;
import omni.local.machine.MovableClock;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcProviderTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    /** The pair of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final MovableClock clock = MovableClock.inMemory(InstantSource.fixed(NOW));
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aPersonSignsInWithCodeAndPkce() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var claims = signIn(provider, "Ann@Example.com", true);

            assertThat(claims.getIssuer()).isEqualTo(provider.issuer().toString());
            assertThat(claims.getAudience()).containsExactly(LocalOidcProvider.CLIENT_ID);
            assertThat(claims.getSubject()).startsWith("local-");
            assertThat(claims.getClaim("email")).isEqualTo("ann@example.com");
            assertThat(claims.getClaim("email_verified")).isEqualTo(true);
            assertThat(claims.getClaim("name")).isEqualTo("Ann");
            assertThat(claims.getClaim("nonce")).isEqualTo("nonce-1");
            assertThat(claims.getIssueTime()).isEqualTo(NOW);
            assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(3600));
        }
    }

    @Test
    void tokensFollowTheMovableClock() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var before = signIn(provider, "ann@example.com", true);
            clock.advance(Duration.ofDays(40));
            var after = signIn(provider, "ann@example.com", false);

            assertThat(after.getIssueTime()).isEqualTo(NOW.plus(Duration.ofDays(40)));
            assertThat(after.getExpirationTime())
                    .isEqualTo(NOW.plus(Duration.ofDays(40)).plusSeconds(3600));
            assertThat(after.getSubject()).isEqualTo(before.getSubject());
            assertThat(after.getClaim("email_verified")).isEqualTo(false);
        }
    }

    @Test
    void aFolderKeepsIssuerKeyAndUsers(@TempDir Path folder) throws Exception {
        URI issuer;
        String keys;
        try (var provider = LocalOidcProvider.in(folder, clock)) {
            issuer = provider.issuer();
            keys = get(discovery(provider).path("jwks_uri").asText()).body();
            signIn(provider, "ann@example.com", true);
        }
        try (var provider = LocalOidcProvider.in(folder, clock)) {
            assertThat(provider.issuer()).isEqualTo(issuer);
            assertThat(get(discovery(provider).path("jwks_uri").asText()).body())
                    .isEqualTo(keys);
            assertThat(get(request(provider).toString()).body()).contains("<option value=\"ann@example.com\">ann");
        }
    }

    @Test
    void twoProvidersDoNotShareAKey() throws Exception {
        try (var one = LocalOidcProvider.inMemory(clock);
                var other = LocalOidcProvider.inMemory(clock)) {
            assertThat(get(discovery(one).path("jwks_uri").asText()).body())
                    .isNotEqualTo(
                            get(discovery(other).path("jwks_uri").asText()).body());
        }
    }

    @Test
    void theLoginPageAsksForEmailNameAndTick() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var page = get(request(provider) + "&login_hint=%22%3E%3Cscript%3E");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(page.body())
                    .contains("name=\"email\"", "name=\"name\"", "name=\"email_verified\"")
                    .contains("value=\"&quot;&gt;&lt;script&gt;\"")
                    .doesNotContain("<script>");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        client_id=omni-local              | client_id=stranger                 | client_id: no client of this id has registered here.
        client_id=omni-local              | unused=                            | client_id: no client of this id has registered here.
        redirect_uri=                     | unused=                            | redirect_uri: it is none that this client has registered.
        /auth/callback                    | /elsewhere                         | redirect_uri: it is none that this client has registered.
        state=state-1                     | state=state-1&state=state-2        | state: it stands there more than once.
        """)
    void whatMustNotBeSentBackIsRefusedOnTheSpot(String right, String wrong, String words) throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var request = URI.create(request(provider).toString().replace(right, wrong));

            assertThat(get(request.toString()).body()).isEqualTo(words);
            assertThatThrownBy(() -> provider.authorize(request, "ann@example.com"))
                    .hasMessageEndingWith(words);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        response_type=code                | response_type=token                | unsupported_response_type: response_type: only code is served.
        code_challenge_method=S256        | code_challenge_method=plain        | invalid_request: code_challenge_method: PKCE with S256 is needed.
        code_challenge=                   | unused=                            | invalid_request: code_challenge_method: PKCE with S256 is needed.
        scope=openid                      | scope=%22openid                    | invalid_scope: scope: words with one space between them.
        nonce=nonce-1                     | resource=/mcp                      | invalid_target: resource: one absolute address, nothing behind a #.
        nonce=nonce-1                     | resource=https://a/&resource=https://b/ | invalid_target: resource: one absolute address, nothing behind a #.
        nonce=nonce-1                     | resource=https://a/%23b            | invalid_target: resource: one absolute address, nothing behind a #.
        """)
    void whatElseIsWrongIsToldToTheClient(String right, String wrong, String words) throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var request = URI.create(request(provider).toString().replace(right, wrong));

            var answer = get(request.toString());
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(query(URI.create(answer.headers().firstValue("Location").orElseThrow())))
                    .containsEntry("state", "state-1")
                    .containsEntry("iss", provider.issuer().toString())
                    .containsEntry("error", words.replaceAll(":.*", ""));
            assertThatThrownBy(() -> provider.authorize(request, "ann@example.com"))
                    .hasMessage(words);
        }
    }

    @Test
    void whatIsNoAddressIsSaidOnThePage() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var request = request(provider);

            assertThatThrownBy(() -> provider.authorize(request, "not an address"))
                    .hasMessage("sign-in refused with 400: that is not an e-mail address");
        }
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource({
        "grant_type=authorization_code,client_secret=wrong,401",
        "grant_type=client_credentials,client_secret=omni-local-secret,400",
        "grant_type=password,client_secret=omni-local-secret,400"
    })
    void aTokenCostsACodeAndTheSecret(String grant, String secret, int status) throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var code = query(provider.authorize(request(provider), "ann@example.com"))
                    .get("code");
            var form = grant + "&" + secret + "&client_id=omni-local&code=" + code + "&code_verifier=" + VERIFIER
                    + "&redirect_uri=http://127.0.0.1:1/auth/callback";

            assertThat(post(discovery(provider).path("token_endpoint").asText(), form)
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void aCodeIsGoodForOneExchangeWithItsVerifier() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            var endpoint = discovery(provider).path("token_endpoint").asText();
            var code = query(provider.authorize(request(provider), "ann@example.com"))
                    .get("code");
            var second = query(provider.authorize(request(provider), "ann@example.com"))
                    .get("code");

            assertThat(post(endpoint, exchange(second + "", VERIFIER.replace('d', 'e')))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post(endpoint, exchange(code + "", VERIFIER)).statusCode())
                    .isEqualTo(200);
            assertThat(post(endpoint, exchange(code + "", VERIFIER)).statusCode())
                    .isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        try (var provider = LocalOidcProvider.inMemory(clock)) {
            assertThat(get(provider.issuer() + "/debugger").statusCode()).isEqualTo(404);
            assertThat(get(provider.issuer().resolve("/other/jwks").toString()).statusCode())
                    .isEqualTo(404);
        }
    }

    private JWTClaimsSet signIn(LocalOidcProvider provider, String email, boolean verified) throws Exception {
        var metadata = discovery(provider);
        var answer = query(provider.authorize(request(provider), email, verified));
        assertThat(answer).containsEntry("state", "state-1");
        var token = post(metadata.path("token_endpoint").asText(), exchange(answer.get("code") + "", VERIFIER));
        var idToken = SignedJWT.parse(json(token.body()).path("id_token").asText());
        var key = JWKSet.parse(get(metadata.path("jwks_uri").asText()).body())
                .getKeyByKeyId(idToken.getHeader().getKeyID());
        assertThat(idToken.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        return idToken.getJWTClaimsSet();
    }

    private static String exchange(String code, String verifier) {
        return "grant_type=authorization_code&client_id=omni-local&client_secret=omni-local-secret&code=" + code
                + "&code_verifier=" + verifier + "&redirect_uri=http://127.0.0.1:1/auth/callback";
    }

    private URI request(LocalOidcProvider provider) throws IOException, InterruptedException {
        return URI.create(discovery(provider).path("authorization_endpoint").asText()
                + "?client_id=omni-local&response_type=code&scope=openid%20email&state=state-1&nonce=nonce-1"
                + "&code_challenge_method=S256&code_challenge=" + CHALLENGE
                + "&redirect_uri=http://127.0.0.1:1/auth/callback");
    }

    private ObjectNode discovery(LocalOidcProvider provider) throws IOException, InterruptedException {
        return json(get(provider.issuer() + "/.well-known/openid-configuration").body());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String form) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static ObjectNode json(String text) {
        return LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static Map<String, String> query(URI url) {
        return Arrays.stream(url.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
