package omni.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.access.AccessTokens.Resource;
import omni.access.Scopes;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 13.3: the 401 of {@code /mcp} tells clients where to find who signs people in; other routes have what they had. */
class McpChallengeTest {

    private static final String ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123/prod/";
    private static final String KEY = "ApiKey realm=\"secapi\"";
    private static final String BEARER =
            "Bearer resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource\"";

    private final Rig rig = new Rig();

    private static Map<String, @Nullable Object> refused(Rig rig, String path, Map<String, String> headers) {
        var ask = Ask.of("POST", path);
        headers.forEach(ask::header);
        var event = new LinkedHashMap<String, @Nullable Object>(ask.event());
        event.put("resource", path);
        event.put("methodArn", ARN + "POST" + path);
        return Json.asObject(Ask.call(rig.authorizerRoot().authorize(), event).get("context"));
    }

    private Map<String, String> headers(String credential) {
        var malformed = rig.key("key_bad", true).replaceFirst(".$", "!");
        return switch (credential) {
            case "none" -> Map.of();
            case "bad key" -> Map.of("x-api-key", malformed);
            case "bad token" -> Map.of("authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln");
            case "empty token" -> Map.of("authorization", "Bearer ");
            case "bad key as bearer" -> Map.of("authorization", "Bearer " + malformed);
            case "bad token, good key" ->
                Map.of("authorization", "Bearer e.e.e", "x-api-key", rig.key("key_1", true, Scopes.READ_SEC));
            case "bad key, good key as bearer" ->
                Map.of("authorization", "Bearer " + rig.key("key_1", true, Scopes.READ_SEC), "x-api-key", malformed);
            case "basic" -> Map.of("authorization", "Basic YTpi");
            case "bad cookie" -> Map.of("cookie", "__Host-omni_session=forged");
            default -> throw new IllegalArgumentException(credential);
        };
    }

    @ParameterizedTest(name = "{0}: invalid_token is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            none                        | false
            bad key                     | false
            basic                       | false
            bad cookie                  | false
            bad key, good key as bearer | false
            bad token                   | true
            empty token                 | true
            bad key as bearer           | true
            bad token, good key         | true
            """)
    void aBadBearerAloneIsAnInvalidToken(String credential, boolean invalid) {
        assertThat(refused(rig, "/mcp", headers(credential)))
                .containsEntry("wwwAuthenticate", BEARER + (invalid ? ", error=\"invalid_token\"" : "") + ", " + KEY);
        assertThat(refused(rig, "/v1/api_keys", headers(credential))).containsEntry("wwwAuthenticate", KEY);
    }

    @Test
    void scopesAreAskedForWhereTheSettingNamesThem() {
        var scoped = new Rig(Map.of(
                "OMNI_OIDC_ISSUER", "https://issuer.example.com",
                "OMNI_OIDC_CLIENT_ID", "omni",
                "OMNI_OIDC_CLIENT_SECRET", "a secret",
                "OMNI_OIDC_SCOPES", "openid,email,https://api.example.com/mcp/read:sec"));
        var scope = ", scope=\"openid email https://api.example.com/mcp/read:sec\", ";
        assertThat(refused(scoped, "/mcp", Map.of())).containsEntry("wwwAuthenticate", BEARER + scope + KEY);
        assertThat(refused(scoped, "/mcp", headers("bad token")))
                .containsEntry("wwwAuthenticate", BEARER + ", error=\"invalid_token\"" + scope + KEY);
    }

    @Test
    void theRealmIsTheProductsOwn() {
        var branded = new Rig(Map.of("OMNI_KEY_PREFIX", "acme"));
        assertThat(String.valueOf(refused(branded, "/mcp", Map.of()).get("wwwAuthenticate")))
                .endsWith(", ApiKey realm=\"acme\"");
    }

    /** The authorizer asks of a token what counts on the route that is called. */
    @Test
    void aTokenForTheServerProvesNobodyElsewhereAndTheOtherWayAbout() {
        var forMcp = Map.of("authorization", "Bearer " + rig.tokens.of(Resource.MCP, "ann"));
        var forApi = Map.of("authorization", "Bearer " + rig.tokens.of(Resource.API, "ann"));
        for (var path : List.of("/v1/api_keys", "/v1/billing/checkout", "/v1/agent-chat/tickets")) {
            assertThat(refused(rig, path, forMcp)).as(path).containsEntry("wwwAuthenticate", KEY);
            assertThat(refused(rig, path, forApi)).as(path).doesNotContainKey("wwwAuthenticate");
        }
        assertThat(refused(rig, "/mcp", forMcp)).doesNotContainKey("wwwAuthenticate");
        assertThat(refused(rig, "/mcp", forApi))
                .containsEntry("wwwAuthenticate", BEARER + ", error=\"invalid_token\", " + KEY);
    }

    /** RFC 6750 3: a client that showed nothing is told no error; the envelope stays the one of every other route. */
    @Test
    void theEnvelopeIsThatOfEveryOtherRoute() throws Exception {
        assertThat(code("none")).isEqualTo("missing_api_key");
        assertThat(code("bad token")).isEqualTo("authentication_failed");
    }

    private @Nullable Object code(String credential) throws Json.MalformedJson {
        var body = String.valueOf(refused(rig, "/mcp", headers(credential)).get("errorBody"));
        return Json.readObject(body.getBytes(StandardCharsets.UTF_8)).get("code");
    }
}
