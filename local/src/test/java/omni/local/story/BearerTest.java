package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omni.identity.LocalIssuer;
import omni.json.Json;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** People by access token over HTTP, with an issuer that can lie, rotate its keys and go down (contract 3.1, 3.3, 11.1, 15). */
class BearerTest {

    private static final String AUDIENCE = "https://api.example.com";
    private static final String ONBOARDING = "/v1/onboarding/organization";
    private static final String NAMED = "{\"name\":\"Acme\"}";
    private static final LocalIssuer ISSUER = new LocalIssuer();

    @AutoClose
    private static final World WORLD = World.start(World.Plan.standard()
            .withStillClock()
            .withoutRateLimits()
            .with("OMNI_OIDC_ISSUER", ISSUER.address().toString())
            .with("OMNI_OIDC_AUDIENCES", "another," + AUDIENCE));

    private static int people;

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    @AfterAll
    static void stop() {
        WORLD.close();
        ISSUER.close();
    }

    /** What a test did to the issuer is over for the next. */
    @AfterEach
    void issuerIsWell() {
        ISSUER.publish(ISSUER.rsa, ISSUER.ec);
        ISSUER.answer(LocalIssuer.DISCOVERY, 200, Json.text(ISSUER.metadata()));
        WORLD.advance(Duration.ofMinutes(61));
    }

    private static String somebody() {
        return "person-" + people++;
    }

    private static JWTClaimsSet.Builder claims(String subject) {
        return ISSUER.claims("", WORLD.now())
                .claim("nonce", null)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("email", subject + "@example.com");
    }

    private static String token(String subject) {
        return signed(claims(subject), ISSUER.rsa);
    }

    private static String signed(JWTClaimsSet.Builder claims, RSAKey key) {
        return LocalIssuer.signed(claims.build(), key, JWSAlgorithm.RS256);
    }

    private static Client by(String token) {
        return WORLD.nobody().with("Authorization", "Bearer " + token);
    }

    /** A new organization's first key. */
    private static String found(String subject) {
        var made = by(token(subject)).post(ONBOARDING, NAMED).is(201);
        return made.field("apiKey.secret");
    }

    private static Map<String, String> badTokens(String subject) throws Exception {
        var now = WORLD.now();
        var shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ISSUER.rsa.getKeyID())
                        .build(),
                claims(subject).build());
        shared.sign(new MACSigner(ISSUER.rsa.toRSAPublicKey().getEncoded()));
        var stranger = LocalIssuer.rsa("key-1");
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("expired", signed(claims(subject).expirationTime(Date.from(now.minusSeconds(61))), ISSUER.rsa));
        tokens.put("not yet valid", signed(claims(subject).notBeforeTime(Date.from(now.plusSeconds(62))), ISSUER.rsa));
        tokens.put("of another issuer", signed(claims(subject).issuer("https://evil.example"), ISSUER.rsa));
        tokens.put("for another audience", signed(claims(subject).audience("https://evil.example"), ISSUER.rsa));
        tokens.put("an identity token", signed(claims(subject).audience(LocalIssuer.CLIENT_ID), ISSUER.rsa));
        tokens.put("unsigned", new PlainJWT(claims(subject).build()).serialize());
        tokens.put("signed with the public key", shared.serialize());
        tokens.put("signed by a stranger under a known id", signed(claims(subject), stranger));
        tokens.put("signed by a stranger", signed(claims(subject), LocalIssuer.rsa("../key-1")));
        tokens.put("no token", "eyJhbGciOiJub25lIn0");
        tokens.put("empty", "");
        return tokens;
    }

    @Test
    void whateverIsWrongWithATokenIsToldByNobody() throws Exception {
        var subject = somebody();
        found(subject);
        var answers = badTokens(subject).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, bad -> by(bad.getValue()).get("/v1/me")));
        var badKey = WORLD.nobody().withKey("secapi_live_nonsense").get("/v1/me");

        assertThat(answers).allSatisfy((why, answer) -> {
            CredentialsTest.assertRefused(answer);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"secapi\"");
            assertThat(CredentialsTest.withoutLabels(answer)).isEqualTo(CredentialsTest.withoutLabels(badKey));
            assertThat(CredentialsTest.headersWithoutLabels(answer))
                    .isEqualTo(CredentialsTest.headersWithoutLabels(badKey));
        });
        assertThat(by(token(subject)).get("/v1/me").status()).isEqualTo(200);
    }

    @Test
    void aBadTokenCostsNoDatabaseCall() throws Exception {
        by(token("warm")).get("/v1/me");
        WORLD.drain();
        WORLD.databaseCalls().taken();
        for (var bad : badTokens("nobody").values()) {
            by(bad).get("/v1/me");
        }
        assertThat(WORLD.databaseCalls().taken()).isEmpty();
    }

    @ParameterizedTest(name = "key {0}, token {1}: {2} on a human-only route, {3} elsewhere")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            key,  token, human-only,            elsewhere
            good, good,  201,                   api_key
            -,    good,  201,                   bearer
            good, -,     human_auth_required,   api_key
            good, key,   human_auth_required,   api_key
            -,    key,   human_auth_required,   api_key
            bad,  good,  authentication_failed, authentication_failed
            good, bad,   authentication_failed, authentication_failed
            bad,  bad,   authentication_failed, authentication_failed
            """)
    void theTokenServesPeoplesRoutesAndTheKeyAllOthersAndBothHaveToBeGood(
            String key, String token, String humanOnly, String elsewhere) {
        var subject = somebody();
        var secret = found(subject);
        var caller = WORLD.nobody();
        if (!key.equals("-")) {
            caller = caller.withKey(key.equals("good") ? secret : "secapi_live_nonsense");
        }
        if (!token.equals("-")) {
            caller = caller.with(
                    "Authorization",
                    "Bearer "
                            + switch (token) {
                                case "good" -> token(subject);
                                case "key" -> secret;
                                default -> "eyJ.e30.x";
                            });
        }

        var human = caller.post("/v1/agent/bootstrap_tokens", "{}");
        var other = caller.get("/v1/me");

        assertThat(human.code().isEmpty() ? Integer.toString(human.status()) : human.code())
                .isEqualTo(humanOnly);
        assertThat(other.code().isEmpty() ? other.field("principal.authMode") : other.code())
                .isEqualTo(elsewhere);
    }

    @Test
    void anOutageIsNeverARefusalAndKnownKeysOutliveItForADay() {
        var subject = somebody();
        var secret = found(subject);
        ISSUER.answer(LocalIssuer.KEYS, 503, "");
        ISSUER.answer(LocalIssuer.DISCOVERY, 503, "");
        WORLD.advance(Duration.ofMinutes(1));
        var unknown = LocalIssuer.rsa("key-of-tomorrow");

        for (var path : List.of("/v1/me", "/v1/billing", "/v1/entities/resolve?ticker=AAPL")) {
            assertUnverifiable(by(signed(claims(subject), unknown)).get(path));
            assertUnverifiable(
                    by(signed(claims(subject), unknown)).withKey(secret).get(path));
            assertThat(by(token(subject)).get(path).status()).as("a known key").isEqualTo(200);
        }
        assertUnverifiable(by(signed(claims(subject), unknown)).post("/v1/agent/bootstrap_tokens", "{}"));
        assertThat(by(signed(claims(subject), unknown))
                        .withKey("secapi_live_x")
                        .get("/v1/me")
                        .status())
                .as("a bad key is bad whatever the token is")
                .isEqualTo(401);
        assertThat(WORLD.nobody().withKey(secret).get("/v1/me").status()).isEqualTo(200);

        WORLD.advance(Duration.ofHours(23));
        assertThat(by(token(subject)).get("/v1/me").status()).isEqualTo(200);
        WORLD.advance(Duration.ofHours(1));
        assertUnverifiable(by(token(subject)).get("/v1/me"));
    }

    private static void assertUnverifiable(Answer answer) {
        answer.is(503, "auth_verification_unavailable");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void aRotatedKeyServesAtOnceAndInventedOnesHammerNobody() {
        var subject = somebody();
        found(subject);
        var next = LocalIssuer.rsa("key-next");
        ISSUER.publish(ISSUER.rsa, next);
        WORLD.advance(Duration.ofSeconds(31));
        assertThat(by(signed(claims(subject), next)).get("/v1/me").status()).isEqualTo(200);
        assertThat(by(token(subject)).get("/v1/me").status()).isEqualTo(200);

        var before = ISSUER.requests(LocalIssuer.KEYS);
        var invented = LocalIssuer.rsa("invented");
        for (var second = 0; second < 40; second++) {
            WORLD.advance(Duration.ofSeconds(1));
            assertThat(by(signed(claims(subject), invented)).get("/v1/me").status())
                    .isEqualTo(401);
        }
        assertThat(ISSUER.requests(LocalIssuer.KEYS) - before).isLessThanOrEqualTo(2);

        ISSUER.publish(next);
        WORLD.advance(Duration.ofHours(1));
        assertThat(by(token(subject)).get("/v1/me").status()).as("withdrawn").isEqualTo(401);
    }

    @Test
    void whoHasNoOrganizationIsToldWhereToMakeOneAndIsTheSamePersonAfterwards() {
        var subject = somebody();
        var before = by(token(subject)).get("/v1/me").is(403, "organization_missing");
        assertThat(before.field("details.createPath")).isEqualTo(ONBOARDING);
        assertThat(before.has("Omni-Plan-Key")).isFalse();

        var secret = found(subject);

        var principal = by(token(subject)).get("/v1/me").json().path("principal");
        Answer.holds(principal, """
                {authMode: 'bearer', principalId: '%s', subject: '%s'}""", omni.access.Human.userId(ISSUER.address().toString(), subject), subject);
        var events = by(token(subject)).get("/v1/events").json().path("data");
        assertThat(events.valueStream().map(event -> event.path("type").asText()))
                .contains("organization.created", "api_key.created");
        assertThat(WORLD.nobody().withKey(secret).get(Calls.RESOLVE).header("Omni-Free-Grant-Remaining"))
                .isEqualTo("249");
        assertThat(by(token(subject)).post(ONBOARDING, NAMED).code()).isEqualTo("organization_exists");
        assertThat(WORLD.nobody().withKey(secret).post(ONBOARDING, NAMED).code())
                .isEqualTo("human_auth_required");
        assertThat(WORLD.nobody().post(ONBOARDING, NAMED).code()).isEqualTo("missing_browser_session");
    }

    @Test
    void aMembershipThatIsTakenAwayCountsFromTheNextCallOn() {
        var founder = somebody();
        found(founder);
        var token = token(founder);
        assertThat(by(token).get("/v1/me").status()).isEqualTo(200);
        WORLD.deleteItem(Map.of(
                "PK",
                AttributeValue.fromS("USER#" + ISSUER.address() + "#" + founder),
                "SK",
                AttributeValue.fromS("ORG")));
        assertThat(by(token).get("/v1/me").code()).isEqualTo("organization_missing");
        assertThat(by(token).get(Calls.RESOLVE).code()).isEqualTo("organization_missing");
        assertThat(by(token).post("/v1/agent/bootstrap_tokens", "{}").code()).isEqualTo("organization_missing");
    }

    @Test
    void aNarrowedTokenGivesNoMoreThanItSays() {
        var subject = somebody();
        found(subject);
        var reader = by(signed(claims(subject).claim("scope", "openid read:sec"), ISSUER.rsa));
        assertThat(reader.get(Calls.RESOLVE).status()).isEqualTo(200);
        assertThat(reader.get("/v1/events").code()).isEqualTo("insufficient_scope");
        assertThat(reader.post("/v1/api_keys", "{}").code()).isEqualTo("insufficient_scope");
        assertThat(by(signed(claims(subject).claim("scope", "admin:operator"), ISSUER.rsa))
                        .get(Calls.RESOLVE)
                        .code())
                .isEqualTo("insufficient_scope");
    }

    @Test
    void anAddressThatTheTokenKeepsToItselfIsAskedForAndHasToBeVerified() {
        var subject = somebody();
        var silent = signed(claims(subject).claim("email", null), ISSUER.rsa);
        ISSUER.answer(LocalIssuer.USER_INFO, 403, "{}");
        assertThat(by(silent).post(ONBOARDING, NAMED).code()).isEqualTo("email_not_verified");
        ISSUER.answer(LocalIssuer.USER_INFO, 500, "");
        assertUnverifiable(by(silent).post(ONBOARDING, NAMED));
        var about = Map.of("sub", subject, "email", "Told@Example.com", "email_verified", true);
        ISSUER.answer(LocalIssuer.USER_INFO, 200, Json.text(about));
        assertThat(by(silent).post(ONBOARDING, NAMED).status()).isEqualTo(201);
        assertThat(by(silent).get("/v1/org/members").text()).contains("told@example.com");
    }

    @Test
    void ofManyCreationsAtOnceExactlyOneMakesAnOrganization() throws Exception {
        var caller = by(token(somebody()));
        var answers = Race.run(20, number -> caller.post(ONBOARDING, NAMED));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("organization_exists"));
        assertThat(caller.get("/v1/api_keys").at("data")).hasSize(1);
    }

    @Test
    void theSameIdempotencyKeyHasOneEffectAndItsSecretRestsNowhere() throws Exception {
        var subject = somebody();
        var caller = by(token(subject)).with("Idempotency-Key", "onboarding");
        var answers = Race.run(20, number -> caller.post(ONBOARDING, NAMED));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("idempotency_in_flight"));
        var secrets = answers.stream()
                .map(answer -> answer.field("apiKey.secret"))
                .filter(secret -> !secret.isEmpty())
                .toList();
        assertThat(secrets).hasSize(1);

        var replay = caller.post(ONBOARDING, NAMED).is(201);
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replay.json().path("apiKey").has("secret")).isFalse();
        assertThat(caller.post(ONBOARDING, "{\"name\":\"Other\"}").status()).isEqualTo(422);
        assertThat(WORLD.wholeTable().toString()).doesNotContain(secrets.getFirst());
        var other = by(token(somebody())).with("Idempotency-Key", "onboarding").post(ONBOARDING, NAMED);
        assertThat(other.status()).as("somebody else's key").isEqualTo(201);
        assertThat(other.has("Idempotency-Replayed")).isFalse();
    }
}
