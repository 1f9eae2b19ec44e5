package omni.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import omni.access.AccessTokens;
import omni.access.AccessTokens.Bad;
import omni.access.AccessTokens.Good;
import omni.access.AccessTokens.Resource;
import omni.access.AccessTokens.Unverifiable;
import omni.access.IdentityProvider.Identity;
import omni.access.Operators;
import omni.fakes.Fixture;
import omni.fakes.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 3.1 and 15: which token proves a person, and what is known while the issuer is down. */
class OidcAccessTokensTest {

    private static final String AUDIENCE = "https://api.example.com";
    private static final Bad UNSIGNED = new Bad("no key of the issuer has signed it");

    private final LocalIssuer issuer = new LocalIssuer();
    private final MovableClock clock = new MovableClock(Fixture.START);
    private final AccessTokens tokens = tokens(issuer.address());

    @AfterEach
    void stop() {
        issuer.close();
    }

    private AccessTokens tokens(URI address) {
        return new OidcAccessTokens(
                address,
                new Audiences(Set.of("other", AUDIENCE), AUDIENCE + "/mcp"),
                new Operators(Set.of(), new Operators.Group("groups", "omni operators")),
                clock,
                LocalIssuer.PATIENCE);
    }

    /** An access token's claims: no nonce, the API as audience. */
    private JWTClaimsSet.Builder claims() {
        return issuer.claims("", clock.instant()).claim("nonce", null).audience(AUDIENCE);
    }

    private String signed(JWTClaimsSet claims) {
        return LocalIssuer.signed(claims, issuer.rsa, JWSAlgorithm.RS256);
    }

    private AccessTokens.Verdict verify(String token) {
        return tokens.verify(token, Resource.API);
    }

    private AccessTokens.Verdict verdict(JWTClaimsSet claims) {
        return verify(signed(claims));
    }

    private static String signed(JWTClaimsSet claims, JWSHeader header, RSAKey key) throws JOSEException {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    @Test
    void aGoodTokenSaysWhoseItIsWhicheverAlgorithmSignedIt() {
        var good = new Good(new Identity(issuer.address().toString(), "ada", "ada@example.com", true, "Ada"), Set.of());
        assertThat(verdict(claims().build())).isEqualTo(good);
        assertThat(verify(LocalIssuer.signed(claims().build(), issuer.ec, JWSAlgorithm.ES256)))
                .isEqualTo(good);
        assertThat(verdict(claims().audience(List.of("x", "other")).build())).isEqualTo(good);
        assertThat(verdict(claims().issueTime(null).build()))
                .as("an access token may be without iat")
                .isEqualTo(good);
    }

    static Stream<Arguments> badClaims() {
        var now = Fixture.START;
        return Stream.of(
                bad("iss is another issuer", claims -> claims.issuer("https://evil.example")),
                bad("iss is another issuer", claims -> claims.issuer(null)),
                bad("aud is none of ours", claims -> claims.audience("omni")),
                bad("aud is none of ours", claims -> claims.audience(List.of())),
                bad("aud is none of ours", claims -> claims.claim("aud", 7)),
                bad("sub is missing or too long", claims -> claims.subject(null)),
                bad("sub is missing or too long", claims -> claims.subject("s".repeat(256))),
                bad("exp is past or missing", claims -> claims.expirationTime(null)),
                bad("exp is past or missing", claims -> claims.expirationTime(Date.from(now.minusSeconds(61)))),
                bad("nbf is ahead", claims -> claims.notBeforeTime(Date.from(now.plusSeconds(62)))),
                bad("iat is ahead or missing", claims -> claims.issueTime(Date.from(now.plusSeconds(62)))),
                bad("at_hash is of no access token", claims -> claims.claim("at_hash", "x")),
                bad("c_hash is of no access token", claims -> claims.claim("c_hash", "x")),
                bad("events is of no access token", claims -> claims.claim("events", Map.of())),
                bad("cnf is of no access token", claims -> claims.claim("cnf", Map.of("jkt", "x"))));
    }

    private static Arguments bad(String fault, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(fault, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void aTokenWithAFaultProvesNobody(String fault, UnaryOperator<JWTClaimsSet.Builder> change) {
        assertThat(verdict(change.apply(claims()).build())).isEqualTo(new Bad(fault));
    }

    @Test
    void theIdentityTokenOfASignInIsNoAccessToken() {
        assertThat(verdict(issuer.claims("nonce", clock.instant()).build())).isEqualTo(new Bad("aud is none of ours"));
    }

    @ParameterizedTest(name = "typ {0}: {1}")
    @CsvSource({
        "JWT,true",
        "at+jwt,true",
        "AT+JWT,true",
        "application/at+jwt,true",
        "logout+jwt,false",
        "dpop+jwt,false"
    })
    void aTokenThatCallsItselfSomethingElseIsNone(String type, boolean good) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(issuer.rsa.getKeyID())
                .type(new JOSEObjectType(type))
                .build();
        var verdict = verify(signed(claims().build(), header, issuer.rsa));
        assertThat(verdict).isInstanceOf(good ? Good.class : Bad.class);
    }

    @Test
    void onlyTheIssuersOwnSignatureCounts() throws JOSEException {
        var stranger = LocalIssuer.rsa("key-1");
        assertThat(verify(LocalIssuer.signed(claims().build(), stranger, JWSAlgorithm.RS256)))
                .isEqualTo(UNSIGNED);
        assertThat(verify(LocalIssuer.signed(claims().build(), issuer.rsa, JWSAlgorithm.RS512)))
                .isEqualTo(new Bad("the algorithm is not accepted"));
        assertThat(verify(new PlainJWT(claims().build()).serialize())).isEqualTo(new Bad("it is not a signed token"));
        for (var nonsense : List.of("", ".", "..", "a.b.c", "eyJ.eyJ.", "x".repeat(9_000))) {
            assertThat(verify(nonsense)).as(nonsense).isInstanceOf(Bad.class);
        }
    }

    /** The old confusion: what everybody can read as a public key, taken for a shared secret. */
    @Test
    void aPublicKeyIsNoSharedSecret() throws JOSEException {
        for (var secret : List.of(
                issuer.rsa.toRSAPublicKey().getEncoded(),
                issuer.rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(issuer.rsa.getKeyID())
                            .build(),
                    claims().build());
            jwt.sign(new MACSigner(secret));
            assertThat(verify(jwt.serialize())).isEqualTo(new Bad("the algorithm is not accepted"));
        }
        assertThat(issuer.requests(LocalIssuer.KEYS)).as("refused by its head").isZero();
    }

    @Test
    void aKeyThatATokenBringsAlongOrPointsToCountsForNothing() throws JOSEException {
        var stranger = LocalIssuer.rsa("key-1");
        issuer.answer("/stranger", 200, "{\"keys\":[" + stranger.toPublicJWK() + "]}");
        var address = URI.create(issuer.address() + "/stranger");
        for (var header : List.of(
                header("key-1").jwk(stranger.toPublicJWK()),
                header("stranger").jwk(stranger.toPublicJWK()),
                header("key-1").jwkURL(address),
                header("key-1").x509CertURL(address),
                header("../../stranger"),
                header(address.toString()),
                header("key-1' OR '1'='1"))) {
            var token = signed(claims().build(), header.build(), stranger);
            assertThat(verify(token)).as(header.build().toString()).isEqualTo(UNSIGNED);
        }
        assertThat(issuer.requests("/stranger")).isZero();
    }

    private static JWSHeader.Builder header(String keyId) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId);
    }

    @Test
    void aHeaderThatMustBeUnderstoodAndIsNotRefusesTheToken() throws JOSEException {
        var header = header("key-1").criticalParams(Set.of("future")).customParam("future", true);
        assertThat(verify(signed(claims().build(), header.build(), issuer.rsa))).isInstanceOf(Bad.class);
    }

    @Test
    void aTokenChangedAnywhereIsBad() {
        var token = signed(claims().build());
        for (var index = 0; index < token.length() - 1; index += 5) {
            var letter = token.charAt(index) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, index) + letter + token.substring(index + 1);
            assertThat(verify(changed)).as("letter " + index).isInstanceOf(Bad.class);
        }
    }

    @Test
    void claimsOfTheWrongKindAreAFaultAndNoCrash() throws JOSEException {
        for (var payload : List.of("[]", "7", "{\"iss\":1}", "{\"exp\":\"x\"}", "{\"sub\":[]}", "{")) {
            var jwt = new com.nimbusds.jose.JWSObject(
                    header("key-1").build(), new com.nimbusds.jose.Payload(Base64URL.encode(payload)));
            jwt.sign(new RSASSASigner(issuer.rsa));
            assertThat(verify(jwt.serialize())).as(payload).isInstanceOf(Bad.class);
        }
    }

    /** Cognito names a scope by its resource server, whose identifier is the address that the token is bound to. */
    @Test
    void aScopeOfTheTokensOwnResourceIsThatScope() {
        assertThat(good(claims().claim("scope", "openid " + AUDIENCE + "/read:sec"))
                        .scopes())
                .containsExactlyInAnyOrder("openid", "read:sec");
        var foreign = "https://other.example.com/read:sec";
        assertThat(good(claims().claim("scope", foreign)).scopes()).containsExactly(foreign);
        assertThat(good(claims().audience(List.of(AUDIENCE, "https://other.example.com"))
                                .claim("scope", foreign))
                        .scopes())
                .as("an audience that is none of ours names no scope of ours")
                .containsExactly(foreign);
    }

    @Test
    void scopesAndGroupsAreReadInEachFormThatIssuersWrite() {
        assertThat(good(claims().claim("scope", "openid read:sec  billing:read"))
                        .scopes())
                .containsExactlyInAnyOrder("openid", "read:sec", "billing:read");
        assertThat(good(claims().claim("scp", List.of("read:sec"))).scopes()).containsExactly("read:sec");
        assertThat(good(claims().claim("scope", "").claim("scp", 7)).scopes()).isEmpty();
        assertThat(good(claims().claim("groups", List.of("omni operators", 7)))
                        .identity()
                        .operatorGroup())
                .isEqualTo("omni operators");
        assertThat(good(claims().claim("groups", "omni operators")).identity().operatorGroup())
                .isEqualTo("omni operators");
        assertThat(good(claims().claim("groups", "users")).identity().operatorGroup())
                .isNull();
    }

    private Good good(JWTClaimsSet.Builder claims) {
        return (Good) verdict(claims.build());
    }

    @Test
    void anAddressIsVerifiedOnlyIfTheTokenSaysSo() {
        assertThat(good(claims().claim("email_verified", null)).identity().emailVerified())
                .isFalse();
        assertThat(good(claims().claim("email", null)).identity().emailVerified())
                .isFalse();
    }

    @Test
    void anIssuerThatIsDownIsUnverifiableAndIsNotAskedAgainAtOnce() {
        issuer.answer(LocalIssuer.DISCOVERY, 503, "");
        for (var attempt = 0; attempt < 20; attempt++) {
            assertThat(verdict(claims().build())).isInstanceOf(Unverifiable.class);
        }
        assertThat(issuer.requests(LocalIssuer.DISCOVERY)).isEqualTo(1);
        issuer.answer(LocalIssuer.DISCOVERY, 200, omni.json.Json.text(issuer.metadata()));
        clock.advance(Duration.ofSeconds(5));
        assertThat(verdict(claims().build())).isInstanceOf(Good.class);
    }

    @Test
    void knownKeysKeepWorkingForADayOfOutageAndUnknownOnesAreUnverifiable() {
        assertThat(verdict(claims().build())).isInstanceOf(Good.class);
        issuer.answer(LocalIssuer.KEYS, 503, "");
        issuer.answer(LocalIssuer.DISCOVERY, 503, "");
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(verdict(claims().build())).isInstanceOf(Good.class);
        assertThat(verify(by(LocalIssuer.rsa("key-new")))).isInstanceOf(Unverifiable.class);
        assertThat(verdict(claims().expirationTime(Date.from(clock.instant().minusSeconds(61)))
                        .build()))
                .as("a known key's token is judged all the same")
                .isInstanceOf(Bad.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(verdict(claims().build())).isInstanceOf(Unverifiable.class);
    }

    @Test
    void aRotatedKeyIsFoundAndAWithdrawnOneStops() {
        verdict(claims().build());
        var next = LocalIssuer.rsa("key-new");
        issuer.publish(next);
        clock.advance(Duration.ofSeconds(30));
        assertThat(verify(by(next))).isInstanceOf(Good.class);
        assertThat(verdict(claims().build())).as("the one before").isEqualTo(UNSIGNED);
    }

    @Test
    void inventedKeyIdsDoNotHammerTheIssuer() {
        verdict(claims().build());
        for (var attempt = 0; attempt < 120; attempt++) {
            clock.advance(Duration.ofMillis(500));
            assertThat(verify(by(issuer.rsa, "invented-" + attempt))).isEqualTo(UNSIGNED);
        }
        assertThat(issuer.requests(LocalIssuer.KEYS)).isEqualTo(3);
    }

    private String by(JWK key) {
        return LocalIssuer.signed(claims().build(), key, JWSAlgorithm.RS256);
    }

    private String by(RSAKey key, String keyId) {
        try {
            return signed(claims().build(), header(keyId).build(), key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
