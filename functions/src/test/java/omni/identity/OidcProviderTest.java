package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import omni.access.IdentityProvider.Identity;
import omni.access.IdentityProvider.Outcome;
import omni.access.IdentityProvider.Rejected;
import omni.access.IdentityProvider.Start;
import omni.access.IdentityProvider.Unreachable;
import omni.access.LoginState;
import omni.access.NextPath;
import omni.access.Operators;
import omni.access.Rotating;
import omni.fakes.Fixture;
import omni.fakes.MovableClock;
import omni.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OidcProviderTest {

    private static final URI REDIRECT = URI.create("https://api.example.com/auth/callback");

    private final LocalIssuer issuer = new LocalIssuer();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final OidcProvider provider = new OidcProvider(
            new OidcProvider.Client(
                    issuer.address(), LocalIssuer.CLIENT_ID, Rotating.ofConstant(LocalIssuer.CLIENT_SECRET), REDIRECT),
            new Operators(Set.of(), new Operators.Group("groups", "billing-ops")),
            clock,
            LocalIssuer.PATIENCE);
    private final LoginState login = LoginState.begin(Fixture.ids(1), NextPath.ROOT, Fixture.START);

    @AfterEach
    void stop() {
        issuer.close();
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims(login.nonce(), clock.instant());
    }

    private Outcome exchange(JWTClaimsSet claims) {
        return exchange(LocalIssuer.signed(claims, issuer.rsa, JWSAlgorithm.RS256));
    }

    private Outcome exchange(String token) {
        issuer.give(token);
        return provider.exchange("code-1", login);
    }

    private Identity ada() {
        return new Identity(issuer.address().toString(), "ada", "ada@example.com", true, "Ada");
    }

    @Test
    void theBrowserIsSentWithAllThatTheFlowNeeds() {
        assertThat(provider.start(login)).isInstanceOfSatisfying(Start.Redirect.class, redirect -> {
            var query = form(redirect.address().getRawQuery());
            assertThat(redirect.address().toString()).startsWith(issuer.address() + "/authorize?tenant=1&");
            assertThat(query)
                    .containsEntry("response_type", "code")
                    .containsEntry("client_id", "omni")
                    .containsEntry("redirect_uri", REDIRECT.toString())
                    .containsEntry("scope", "openid email profile")
                    .containsEntry("state", login.state())
                    .containsEntry("nonce", login.nonce())
                    .containsEntry("code_challenge", login.challenge())
                    .containsEntry("code_challenge_method", "S256");
            assertThat(redirect.address().toString()).doesNotContain(login.verifier());
        });
    }

    @Test
    void aGoodTokenVouchesForItsPersonWhicheverAlgorithmSignedIt() {
        assertThat(exchange(claims().build())).isEqualTo(ada());
        assertThat(exchange(LocalIssuer.signed(claims().build(), issuer.ec, JWSAlgorithm.ES256)))
                .isEqualTo(ada());
    }

    @Test
    void theTokenTellsOfTheGroupThatMakesOperatorsAlone() {
        var member = (Identity) exchange(
                claims().claim("groups", List.of("staff", "billing-ops")).build());
        assertThat(member.operatorGroup()).isEqualTo("billing-ops");
        var other = (Identity) exchange(claims().claim("groups", List.of("staff"))
                .claim("roles", "billing-ops")
                .build());
        assertThat(other.operatorGroup()).isNull();
    }

    @Test
    void theCodeIsExchangedWithVerifierAndTheClientsSecret() {
        exchange(claims().build());
        assertThat(issuer.seen(LocalIssuer.TOKEN)).singleElement().satisfies(request -> {
            assertThat(form(request.body()))
                    .containsOnly(
                            Map.entry("grant_type", "authorization_code"),
                            Map.entry("code", "code-1"),
                            Map.entry("redirect_uri", REDIRECT.toString()),
                            Map.entry("code_verifier", login.verifier()));
            var pair = Base64.getDecoder().decode(request.authorization().substring("Basic ".length()));
            assertThat(new String(pair, StandardCharsets.UTF_8)).isEqualTo("omni:s%3Acret%2F%26%3D");
        });
    }

    @Test
    void anIssuerThatTakesSecretsInFormsAloneGetsItThere() {
        var document = issuer.metadata();
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        issuer.answer(LocalIssuer.DISCOVERY, 200, Json.text(document));
        exchange(claims().build());
        assertThat(issuer.seen(LocalIssuer.TOKEN)).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEmpty();
            assertThat(form(request.body()))
                    .containsEntry("client_id", "omni")
                    .containsEntry("client_secret", LocalIssuer.CLIENT_SECRET);
        });
    }

    static Stream<Arguments> badClaims() {
        var now = Fixture.START;
        return Stream.of(
                bad("iss is another issuer", claims -> claims.issuer("https://evil.example")),
                bad("iss is another issuer", claims -> claims.issuer(null)),
                bad("aud is another client", claims -> claims.audience("other")),
                bad("aud is another client", claims -> claims.audience(List.of())),
                bad("azp is another client", claims -> claims.audience(List.of("omni", "other"))),
                bad(
                        "azp is another client",
                        claims -> claims.audience(List.of("omni", "other")).claim("azp", "other")),
                bad("nonce is of another sign-in", claims -> claims.claim("nonce", "other")),
                bad("nonce is of another sign-in", claims -> claims.claim("nonce", null)),
                bad("sub is missing or too long", claims -> claims.subject(null)),
                bad("sub is missing or too long", claims -> claims.subject("")),
                bad("sub is missing or too long", claims -> claims.subject("s".repeat(256))),
                bad("exp is past or missing", claims -> claims.expirationTime(null)),
                bad("exp is past or missing", claims -> claims.expirationTime(Date.from(now.minusSeconds(61)))),
                bad("nbf is ahead", claims -> claims.notBeforeTime(Date.from(now.plusSeconds(62)))),
                bad("iat is ahead or missing", claims -> claims.issueTime(Date.from(now.plusSeconds(62)))),
                bad("iat is ahead or missing", claims -> claims.issueTime(null)));
    }

    private static Arguments bad(String fault, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(fault, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void aTokenWithAFaultVouchesForNobody(String fault, UnaryOperator<JWTClaimsSet.Builder> change) {
        var outcome = exchange(change.apply(claims()).build());
        assertThat(outcome).isEqualTo(new Rejected("The sign-in was not accepted.", "the identity token: " + fault));
    }

    @Test
    void anIssuersClockMayBeAMinuteOff() {
        var now = clock.instant();
        assertThat(exchange(claims().expirationTime(Date.from(now.minusSeconds(58)))
                        .notBeforeTime(Date.from(now.plusSeconds(58)))
                        .issueTime(Date.from(now.plusSeconds(58)))
                        .build()))
                .isEqualTo(ada());
    }

    @Test
    void onlyTheIssuersOwnSignatureCounts() {
        var stranger = LocalIssuer.rsa("key-1");
        assertThat(exchange(LocalIssuer.signed(claims().build(), stranger, JWSAlgorithm.RS256)))
                .isInstanceOf(Rejected.class);
        assertThat(exchange(LocalIssuer.signed(claims().build(), issuer.rsa, JWSAlgorithm.RS512)))
                .isInstanceOf(Rejected.class);
        assertThat(exchange(new PlainJWT(claims().build()).serialize())).isInstanceOf(Rejected.class);
        assertThat(exchange("not.a.token")).isInstanceOf(Rejected.class);
        assertThat(exchange("")).isInstanceOf(Rejected.class);
    }

    @Test
    void aTokenChangedAnywhereIsRejected() {
        var token = LocalIssuer.signed(claims().build(), issuer.rsa, JWSAlgorithm.RS256);
        for (var index = 0; index < token.length() - 1; index += 7) {
            var letter = token.charAt(index) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, index) + letter + token.substring(index + 1);
            assertThat(exchange(changed)).as("letter " + index).isNotInstanceOf(Identity.class);
        }
    }

    @Test
    void anAddressThatTheTokenDoesNotTellIsAskedFor() {
        issuer.answer(
                LocalIssuer.USER_INFO,
                200,
                Json.text(Map.of("sub", "ada", "email", "ada@example.com", "email_verified", "true", "name", "Ada")));
        var claims = claims().claim("email", null).claim("email_verified", null).build();
        assertThat(exchange(claims)).isEqualTo(ada());
        assertThat(issuer.seen(LocalIssuer.USER_INFO))
                .singleElement()
                .satisfies(request -> assertThat(request.authorization()).isEqualTo("Bearer at-1"));
    }

    @Test
    void userInfoAboutSomebodyElseCountsForNothing() {
        issuer.answer(
                LocalIssuer.USER_INFO,
                200,
                Json.text(Map.of("sub", "eve", "email", "eve@example.com", "email_verified", true)));
        assertThat(exchange(claims().claim("email", null).build())).isInstanceOf(Unreachable.class);
    }

    @Test
    void anAddressIsVerifiedOnlyIfTheIssuerSaysSo() {
        assertThat(exchange(claims().claim("email_verified", null).build()))
                .isInstanceOfSatisfying(
                        Identity.class, who -> assertThat(who.emailVerified()).isFalse());
        assertThat(exchange(claims().claim("email_verified", "yes").build()))
                .isInstanceOfSatisfying(
                        Identity.class, who -> assertThat(who.emailVerified()).isFalse());
    }

    @Test
    void aRefusedCodeIsARejectionAndEverythingElseAnOutage() {
        issuer.answer(LocalIssuer.TOKEN, 400, "{\"error\":\"invalid_grant\"}");
        assertThat(provider.exchange("used", login)).isInstanceOf(Rejected.class);
        for (var answer : List.of(
                new LocalIssuer.Canned(401, "{\"error\":\"invalid_client\"}"),
                new LocalIssuer.Canned(500, "{}"),
                new LocalIssuer.Canned(429, "{}"),
                new LocalIssuer.Canned(200, "{}"),
                new LocalIssuer.Canned(200, "<html>"),
                new LocalIssuer.Canned(200, "x".repeat(300_000)),
                new LocalIssuer.Canned(302, issuer.address() + LocalIssuer.USER_INFO))) {
            issuer.answer(LocalIssuer.TOKEN, answer.status(), answer.body());
            assertThat(provider.exchange("code", login)).as(answer.toString()).isInstanceOf(Unreachable.class);
        }
        assertThat(issuer.requests(LocalIssuer.USER_INFO))
                .as("redirects followed")
                .isZero();
    }

    @Test
    void discoveryIsAskedOnceAnHour() {
        for (var minute = 0; minute < 60; minute++) {
            provider.start(login);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(issuer.requests(LocalIssuer.DISCOVERY)).isEqualTo(1);
        provider.start(login);
        assertThat(issuer.requests(LocalIssuer.DISCOVERY)).isEqualTo(2);
    }

    static Stream<Map<String, Object>> badDiscovery() {
        return Stream.of(
                Map.of("issuer", "https://evil.example"),
                Map.of("token_endpoint", "ftp://127.0.0.1/token"),
                Map.of("jwks_uri", "/keys"),
                Map.of("authorization_endpoint", "not an address"));
    }

    @ParameterizedTest
    @MethodSource("badDiscovery")
    void discoveryThatIsNotTheIssuersOwnIsNotUsed(Map<String, Object> change) {
        var document = new LinkedHashMap<>(issuer.metadata());
        document.putAll(change);
        issuer.answer(LocalIssuer.DISCOVERY, 200, Json.text(document));
        assertThat(provider.start(login)).isInstanceOf(Start.NotNow.class);
    }

    @Test
    void anIssuerThatIsDownCanBeAskedAgainAtOnce() {
        issuer.answer(LocalIssuer.DISCOVERY, 503, "");
        assertThat(provider.start(login)).isInstanceOf(Start.NotNow.class);
        issuer.answer(LocalIssuer.DISCOVERY, 200, Json.text(issuer.metadata()));
        assertThat(provider.start(login)).isInstanceOf(Start.Redirect.class);
    }

    private static Map<String, String> form(String encoded) {
        var form = new LinkedHashMap<String, String>();
        for (var pair : encoded.split("&", -1)) {
            var parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }
}
