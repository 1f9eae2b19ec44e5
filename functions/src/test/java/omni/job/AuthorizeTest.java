package omni.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.access.Scopes;
import omni.call.CallerCodec;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.1 and 3.3: who calls, with which of the credentials, and how a refusal reads. */
class AuthorizeTest {

    private static final String ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/";

    private final Rig rig = new Rig();
    private final Authorize authorize = rig.authorizerRoot().authorize();

    private Map<String, @Nullable Object> ask(String method, String resource, Map<String, String> headers) {
        var ask = Ask.of(method, resource.replaceAll("[{}+]", ""));
        headers.forEach(ask::header);
        var event = new LinkedHashMap<String, @Nullable Object>(ask.event());
        event.put("type", "REQUEST");
        event.put("resource", resource);
        event.put("methodArn", ARN + method + resource);
        return Ask.call(authorize, event);
    }

    private static Map<String, @Nullable Object> statement(Map<String, @Nullable Object> policy) {
        var document = Json.asObject(policy.get("policyDocument"));
        assertThat(document).containsEntry("Version", "2012-10-17");
        return document.get("Statement") instanceof List<?> statements
                ? Json.asObject(statements.getFirst())
                : Map.of();
    }

    private static Map<String, String> context(Map<String, @Nullable Object> policy) {
        var context = new HashMap<String, String>();
        Json.asObject(policy.get("context")).forEach((name, value) -> context.put(name, (String) value));
        return context;
    }

    /** In a word: who was proved, or the code of the refusal. */
    private String outcome(String method, String resource, Map<String, String> headers) {
        try {
            var policy = ask(method, resource, headers);
            if (statement(policy).get("Effect") instanceof String effect && effect.equals("Allow")) {
                var caller = CallerCodec.decode(context(policy));
                return caller.map(known -> known.principal().principalId()).orElse("open");
            }
            return String.valueOf(body(policy).get("code"));
        } catch (Authorize.Unverifiable e) {
            return "unverifiable";
        }
    }

    private static Map<String, @Nullable Object> body(Map<String, @Nullable Object> policy) {
        try {
            return Json.readObject(context(policy).getOrDefault("errorBody", "").getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError("the body of a denial is the envelope", e);
        }
    }

    private String credential(String name) {
        return switch (name) {
            case "good" -> rig.key("key_good", true, Scopes.READ_SEC);
            case "other" -> rig.key("key_other", true, Scopes.READ_SEC);
            case "test" -> rig.key("key_test", false, Scopes.READ_SEC);
            case "old pepper" -> rig.key("key_old", true, 1, null, Scopes.READ_SEC);
            case "ended" -> rig.key("key_ended", true, 0, Rig.NOW, Scopes.READ_SEC);
            case "ending" -> rig.key("key_ending", true, 0, Rig.NOW.plusMillis(1), Scopes.READ_SEC);
            case "unknown" -> new Rig().key("x", true).replace("x", "x");
            case "malformed" -> rig.key("key_bad", true).replaceFirst(".$", "!");
            case "basic" -> "Basic YTpi";
            case "jwt" -> "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
            case "good cookie" -> "a=b; __Host-omni_session=" + rig.signIn() + "; c=d";
            case "ended cookie" -> {
                var cookie = "__Host-omni_session=" + rig.signIn();
                rig.signOut();
                yield cookie;
            }
            case "bad cookie" -> "__Host-omni_session=forged";
            case "plain cookie" -> "omni_session=" + rig.signIn();
            case "two cookies" -> "__Host-omni_session=" + rig.signIn() + "; __Host-omni_session=planted";
            case "one cookie twice" -> String.join("; ", Collections.nCopies(2, "__Host-omni_session=" + rig.signIn()));
            case "both names" -> "omni_session=planted; __Host-omni_session=" + rig.signIn();
            case "other cookie" -> "theme=dark";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Map<String, String> headers(@Nullable String key, @Nullable String bearer, @Nullable String cookie) {
        var headers = new LinkedHashMap<String, String>();
        if (key != null) {
            headers.put("X-Api-Key", credential(key));
        }
        if (bearer != null) {
            var value = credential(bearer);
            headers.put("authorization", value.startsWith("Basic") ? value : "Bearer " + value);
        }
        if (cookie != null) {
            headers.put("Cookie", credential(cookie));
        }
        return headers;
    }

    /** An ordinary route, and the route of the browser alone. */
    @ParameterizedTest(name = "{0} with key {1}, bearer {2}, {3}: {4}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            route,   key,        bearer,     cookie,       outcome
            data,    -,          -,          -,            missing_api_key
            data,    good,       -,          -,            key_good
            data,    test,       -,          -,            key_test
            data,    old pepper, -,          -,            key_old
            data,    ending,     -,          -,            key_ending
            data,    ended,      -,          -,            authentication_failed
            data,    unknown,    -,          -,            authentication_failed
            data,    malformed,  -,          -,            authentication_failed
            data,    -,          good,       -,            key_good
            data,    -,          ended,      -,            authentication_failed
            data,    -,          malformed,  -,            authentication_failed
            data,    -,          jwt,        -,            authentication_failed
            data,    -,          basic,      -,            authentication_failed
            data,    good,       basic,      -,            authentication_failed
            data,    good,       other,      -,            key_good
            data,    good,       jwt,        -,            authentication_failed
            data,    good,       malformed,  -,            authentication_failed
            data,    malformed,  other,      -,            authentication_failed
            data,    -,          -,          good cookie,  usr_1
            data,    good,       -,          good cookie,  key_good
            data,    malformed,  -,          good cookie,  authentication_failed
            data,    -,          jwt,        good cookie,  authentication_failed
            data,    good,       -,          bad cookie,   key_good
            data,    -,          -,          bad cookie,   authentication_failed
            data,    -,          -,          ended cookie, authentication_failed
            data,    -,          -,          other cookie, missing_api_key
            data,    -,          -,          plain cookie, missing_api_key
            data,    -,          -,          two cookies,  missing_api_key
            data,    -,          -,          one cookie twice, missing_api_key
            data,    -,          -,          both names,   usr_1
            browser, -,          -,          plain cookie, missing_browser_session
            browser, -,          -,          two cookies,  missing_browser_session
            browser, -,          -,          one cookie twice, missing_browser_session
            browser, -,          -,          both names,   usr_1
            browser, -,          -,          -,            missing_browser_session
            browser, -,          -,          good cookie,  usr_1
            browser, -,          -,          bad cookie,   missing_browser_session
            browser, -,          -,          ended cookie, missing_browser_session
            browser, good,       -,          -,            missing_browser_session
            browser, good,       -,          good cookie,  usr_1
            browser, -,          jwt,        good cookie,  usr_1
            open,    -,          -,          -,            open
            open,    malformed,  jwt,        bad cookie,   open
            signed,  malformed,  -,          -,            open
            nowhere, malformed,  -,          -,            open
            preflight, malformed, -,         -,            open
            """)
    void theRightCredentialCounts(
            String route, @Nullable String key, @Nullable String bearer, @Nullable String cookie, String outcome) {
        var headers = headers(key, bearer, cookie);
        var called = switch (route) {
            case "data" -> outcome("GET", "/v1/entities/resolve", headers);
            case "browser" -> outcome("GET", "/auth/session", headers);
            case "open" -> outcome("GET", "/v1/billing/rates", headers);
            case "signed" -> outcome("POST", "/v1/billing/webhooks/stripe", headers);
            case "preflight" -> outcome("OPTIONS", "/v1/api_keys", headers);
            default -> outcome("GET", "/{proxy+}", headers);
        };
        assertThat(called).isEqualTo(outcome);
    }

    @Test
    void aKeyAsBearerCanBeSwitchedOff() {
        var strict = new Rig(Map.of("OMNI_KEY_AS_BEARER", "false"));
        var secret = strict.key("key_1", true, Scopes.READ_SEC);
        var event = new LinkedHashMap<String, @Nullable Object>(Ask.of("GET", "/v1/me")
                .header("Authorization", "Bearer " + secret)
                .event());
        event.put("resource", "/v1/me");
        event.put("methodArn", ARN + "GET/v1/me");
        var policy = Ask.call(strict.authorizerRoot().authorize(), event);
        assertThat(body(policy)).containsEntry("code", "authentication_failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed", "jwt", "basic"})
    void whatIsMalformedIsRefusedWithoutARead(String credential) {
        var headers = headers(null, credential, null);
        assertThat(outcome("GET", "/v1/me", headers)).isEqualTo("authentication_failed");
        assertThat(outcome("GET", "/v1/me", Map.of("x-api-key", "secapi_live_nonsense")))
                .isEqualTo("authentication_failed");
        assertThat(outcome("GET", "/v1/me", headers(null, null, "bad cookie"))).isEqualTo("authentication_failed");
        assertThat(rig.store.reads()).isZero();
    }

    @Test
    void twoSessionCookiesInTwoHeadersAreNoneAndNothingIsRead() {
        var cookie = "__Host-omni_session=" + rig.signIn();
        for (var second : List.of(cookie, "__Host-omni_session=planted", "a=b; __Host-omni_session=")) {
            var event = new LinkedHashMap<String, @Nullable Object>(
                    Ask.of("GET", "/auth/session").header("Cookie", cookie).event());
            event.put("multiValueHeaders", Map.of("Cookie", List.of(second, cookie)));
            event.put("resource", "/auth/session");
            event.put("methodArn", ARN + "GET/auth/session");
            var policy = Ask.call(rig.authorizerRoot().authorize(), event);
            assertThat(body(policy)).as(second).containsEntry("code", "missing_browser_session");
        }
        assertThat(rig.store.reads()).isZero();
    }

    /** This very machine has no TLS to bind a cookie to it. */
    @Test
    void overHttpThePlainNameCountsAlone() {
        var local = new Rig(Map.of("OMNI_API_BASE_URL", "http://localhost:8080"));
        var sealed = local.signIn();
        assertThat(say(local, "omni_session=" + sealed)).isEqualTo("usr_1");
        assertThat(say(local, "__Host-omni_session=" + sealed)).isEqualTo("refused");
    }

    private static Object say(Rig rig, String cookie) {
        var event = new LinkedHashMap<String, @Nullable Object>(
                Ask.of("GET", "/auth/session").header("Cookie", cookie).event());
        event.put("resource", "/auth/session");
        event.put("methodArn", ARN + "GET/auth/session");
        return String.valueOf(Ask.call(rig.authorizerRoot().authorize(), event).get("principalId"));
    }

    @Test
    void openAndUnknownRoutesAreLetThroughWithoutARead() {
        var headers = headers("good", null, "good cookie");
        assertThat(outcome("GET", "/v1/billing/rates", headers)).isEqualTo("open");
        assertThat(outcome("GET", "/{proxy+}", headers)).isEqualTo("open");
        assertThat(outcome("POST", "/v1/billing/webhooks/stripe", headers)).isEqualTo("open");
        assertThat(rig.store.reads()).isZero();
    }

    /** Contract 4: whether there is such a route is told before who asks; whoever may be sold something is asked. */
    @ParameterizedTest(name = "{0} {1} at {2}, upstream {3}: {4}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            method, resource,                       path,               upstream, outcome
            GET,    /{proxy+},                      /v1/facts,          true,     missing_api_key
            HEAD,   /{proxy+},                      /v1/facts,          true,     missing_api_key
            POST,   /{proxy+},                      /v1/artifacts,      true,     missing_api_key
            DELETE, /{proxy+},                      /v1/facts,          true,     open
            GET,    /{proxy+},                      /v1/facts/..,       true,     open
            GET,    /{proxy+},                      /v1/facts%2F..,     true,     open
            GET,    /{proxy+},                      /v1/nothing,        true,     open
            OPTIONS,/{proxy+},                      /v1/facts,          true,     open
            GET,    /{proxy+},                      /v1/facts,          false,    open
            GET,    /v1/statements/{statement_key}, /v1/statements/all, true,     missing_api_key
            GET,    /v1/statements/{statement_key}, /v1/statements/all, false,    open
            GET,    /v1/statements/{statement_key}, /v1/statements/x,   false,    missing_api_key
            """)
    void aRouteThatIsSoldAsksWhoCallsAndAnUnknownOneDoesNot(
            String method, String resource, String path, boolean upstream, String outcome) {
        var world = upstream ? new Rig(Map.of("OMNI_UPSTREAM_BASE_URL", "http://localhost:1")) : new Rig();
        var event =
                new LinkedHashMap<String, @Nullable Object>(Ask.of(method, path).event());
        event.put("resource", resource);
        event.put("methodArn", ARN + method + path);
        var policy = Ask.call(world.authorizerRoot().authorize(), event);
        var open = "Allow".equals(statement(policy).get("Effect"));
        assertThat(open ? "open" : body(policy).get("code")).isEqualTo(outcome);
        assertThat(world.store.reads()).isZero();
        if (!open) {
            assertThat(context(policy))
                    .containsEntry(
                            "meterClass",
                            path.startsWith("/v1/f")
                                    ? "fact_lookup"
                                    : path.startsWith("/v1/s") ? "statement_lookup" : "artifact_job");
        }
    }

    @Test
    void aKeyIsKnownWithItsAccountInOneRead() {
        outcome("GET", "/v1/me", headers("good", null, null));
        assertThat(rig.store.reads()).isEqualTo(1);
        outcome("GET", "/v1/me", headers("test", null, null));
        assertThat(rig.store.reads()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"good,-", "-,good cookie"})
    void anOutageIsAnExceptionAndNeverARefusal(@Nullable String key, @Nullable String cookie) {
        var headers = headers(key, null, cookie);
        rig.store.reachable(false);
        assertThatThrownBy(() -> ask("GET", "/v1/me", headers)).isInstanceOf(Authorize.Unverifiable.class);
    }

    @Test
    void thePolicyNamesTheStageSoThatItFitsEveryMethod() {
        var allowed = statement(ask("GET", "/v1/me", headers("good", null, null)));
        assertThat(allowed)
                .containsEntry("Action", "execute-api:Invoke")
                .containsEntry("Effect", "Allow")
                .containsEntry("Resource", ARN + "*");
        var denied = statement(ask("GET", "/v1/me", Map.of()));
        assertThat(denied).containsEntry("Effect", "Deny").containsEntry("Resource", ARN + "*");
    }

    @Test
    void headIsAuthorizedAsGet() {
        assertThat(outcome("HEAD", "/v1/me", Map.of())).isEqualTo("missing_api_key");
        assertThat(outcome("HEAD", "/v1/me", headers("good", null, null))).isEqualTo("key_good");
    }

    @Test
    void aTestKeyComesWithBothAccounts() {
        var caller = CallerCodec.decode(context(ask("GET", "/v1/me", headers("test", null, null))))
                .orElseThrow();
        assertThat(caller.account()).isEqualTo(rig.store.account(Rig.ORG, false));
        assertThat(caller.liveAccount()).isEqualTo(rig.store.account(Rig.ORG, true));
    }

    @Test
    void theRefusalWithoutAKeySaysHowToGetOne() {
        var policy = ask("GET", "/v1/entities/resolve", Map.of("x-request-id", "r-1"));
        var body = body(policy);
        assertThat(body.keySet())
                .containsExactly(
                        "object",
                        "id",
                        "code",
                        "type",
                        "message",
                        "requestId",
                        "traceparent",
                        "hint",
                        "docsUrl",
                        "details");
        assertThat(body)
                .containsEntry("code", "missing_api_key")
                .containsEntry("type", "authentication_error")
                .containsEntry("requestId", "r-1")
                .containsEntry("docsUrl", "https://docs.example.com/api-keys");
        assertThat(Json.asObject(body.get("details")))
                .containsKey("createKeyUrl")
                .containsEntry("retryable", false);
        assertThat(context(policy))
                .containsEntry("requestId", "r-1")
                .containsEntry("traceparent", String.valueOf(body.get("traceparent")))
                .containsEntry("wwwAuthenticate", "ApiKey realm=\"secapi\"")
                .containsEntry("meterClass", "entity_resolve")
                .containsEntry("version", "2026-03-19");
    }

    @Test
    void theRefusalWithoutASessionSaysWhereToSignIn() {
        var body = body(ask("GET", "/auth/session", Map.of()));
        assertThat(Json.asObject(body.get("details"))).containsEntry("loginUrl", "https://api.example.com/login");
    }

    @Test
    void everyBadCredentialReadsAlike() {
        var bodies = List.of("ended", "unknown", "malformed").stream()
                .map(name -> body(ask("GET", "/v1/me", headers(name, null, null))))
                .map(body -> {
                    body.keySet().removeAll(List.of("id", "requestId", "traceparent"));
                    return body;
                })
                .distinct()
                .toList();
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aKeyOfAnotherOrganizationsLocatorIsRefusedLikeAnUnknownOne() {
        var secret = rig.key("key_1", true);
        rig.clock.advance(Duration.ofDays(1));
        assertThat(outcome("GET", "/v1/me", Map.of("x-api-key", secret))).isEqualTo("key_1");
        var foreign = new omni.access.SecretFormat("secapi").newKey(rig.ids, "org_ZZZZZZZZZZZZ", true);
        assertThat(outcome("GET", "/v1/me", Map.of("x-api-key", foreign))).isEqualTo("authentication_failed");
    }

    @Test
    void aConfiguredOriginMayReadItsRefusal() {
        var policy = ask("GET", "/v1/me", Map.of("Origin", Rig.ORIGIN));
        assertThat(context(policy)).containsEntry("allowOrigin", Rig.ORIGIN).containsEntry("allowCredentials", "true");
        assertThat(context(ask("GET", "/v1/me", Map.of("Origin", "https://evil.example.com"))))
                .doesNotContainKeys("allowOrigin", "allowCredentials");
    }

    /** What the gateway's 401 is made of (see GatewayResponses) is what the authorizer says, no more and no less. */
    @Test
    void theGatewayIsToldEverythingThatItsRefusalIsMadeOf() {
        var denied = omni.endpoint.GatewayResponses.all(List.of("Omni-")).stream()
                .filter(response -> response.type().equals("ACCESS_DENIED"))
                .findFirst()
                .orElseThrow();
        var wanted = new java.util.TreeSet<String>();
        var names = java.util.regex.Pattern.compile("context\\.authorizer\\.(\\w+)");
        var text = denied.headers().values() + denied.body();
        for (var matcher = names.matcher(text); matcher.find(); ) {
            wanted.add(matcher.group(1));
        }
        var refused = context(ask("GET", "/v1/entities/resolve", Map.of("Origin", Rig.ORIGIN)));
        assertThat(refused.keySet()).isEqualTo(wanted);
        assertThat(refused).containsEntry("tokenCount", "0").containsEntry("estimatedCost", "$0.0000");
        assertThat(refused.get("exposeHeaders")).contains("Request-Id", "WWW-Authenticate", "Omni-Meter-Class");
    }

    @Test
    void theRefusalOfARouteThatIsNotMeteredSaysNothingOfMetering() {
        assertThat(context(ask("GET", "/auth/session", Map.of())))
                .doesNotContainKeys("meterClass", "tokenCount", "estimatedCost", "version");
    }

    @Test
    void noSecretStandsInAContextOrAnException() {
        var secret = rig.key("key_1", true, Scopes.READ_SEC);
        var broken = secret.replaceFirst(".$", "!");
        assertThat(Json.text(ask("GET", "/v1/me", Map.of("x-api-key", secret)))).doesNotContain(secret);
        assertThat(Json.text(ask("GET", "/v1/me", Map.of("x-api-key", broken)))).doesNotContain(broken);
        rig.store.reachable(false);
        assertThatThrownBy(() -> ask("GET", "/v1/me", Map.of("x-api-key", secret)))
                .hasMessageNotContaining(secret);
    }
}
