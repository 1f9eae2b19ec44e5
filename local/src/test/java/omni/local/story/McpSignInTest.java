package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import omni.local.machine.LocalJson;
import omni.local.world.ExpectedFailures;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person lets a client of MCP act for them, from its first refusal to a paid call, and what others try with it (contract 13.3). */
class McpSignInTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    @AutoClose
    private static final McpClient CLIENT = new McpClient(WORLD);

    @BeforeAll
    static void quiet() {
        ExpectedFailures.areNotLogged();
    }

    private static Answer message(String token, String method, String params) {
        return WORLD.nobody()
                .with("Authorization", "Bearer " + token)
                .post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    private static Answer resolve(String token) {
        return message(token, "tools/call", "{\"name\":\"entities.resolve\",\"arguments\":{\"ticker\":\"AAPL\"}}");
    }

    private static void assertInvalidToken(Answer answer) {
        answer.is(401, "authentication_failed");
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer resource_metadata=\"" + WORLD.url()
                        + "/.well-known/oauth-protected-resource\", error=\"invalid_token\", ApiKey realm=\"secapi\"");
    }

    private static String error(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isIn(400, 401);
        return LocalJson.parseObject(answer.body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .path("error")
                .asText();
    }

    private void pays(String clientId) throws Exception {
        var customer = WORLD.signUp();
        var found = CLIENT.discover();
        var token = CLIENT.token(found, CLIENT.login(found, clientId), customer.email());

        var tools = message(token, "tools/list", "{}").is(200).each("result.tools", "name");
        assertThat(tools).contains("entities.resolve", "filings.latest");
        var answer = resolve(token).is(200);
        answer.holds("{result: {isError: false, structuredContent: {object: 'entity'}}}");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        WORLD.drain();
        var user = customer.browser().get("/v1/me").is(200);
        var row = customer.browser()
                .get("/v1/dashboard/usage/requests")
                .is(200)
                .data()
                .getFirst();
        Answer.holds(row, "{mcpToolName: 'entities.resolve', fundedBy: 'grant', status: 200}");
        assertThat(row.path("principalId").asText()).isEqualTo(user.field("principal.principalId"));
        WORLD.assertReconciled(customer);
    }

    @Test
    void aClientThatRegistersItselfPaysOnItsPersonsOrganization() throws Exception {
        pays(CLIENT.register(CLIENT.discover()));
    }

    @Test
    void aClientKnownByItsDocumentDoesSoToo() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var id = "http://127.0.0.1:" + server.getAddress().getPort() + "/client.json";
        var document = "{\"client_id\": \"" + id + "\", \"client_name\": \"An MCP client\", \"redirect_uris\": [\""
                + McpClient.CALLBACK + "\"], \"token_endpoint_auth_method\": \"none\"}";
        server.createContext("/client.json", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, document.length());
            exchange.getResponseBody().write(document.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            assertThat(CLIENT.discover()
                            .server()
                            .path("client_id_metadata_document_supported")
                            .asBoolean())
                    .isTrue();
            pays(id);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest(name = "resource {0}")
    @CsvSource({"https://other.example/mcp", "HERE", "HERE/mcp/", "HERE/mcp/other", "HERE/MCP"})
    void aTokenForAnotherResourceIsNone(String resource) throws Exception {
        var customer = WORLD.signUp();
        var found = CLIENT.discover();
        var login = CLIENT.login(found, CLIENT.register(found));
        var other = resource.replace("HERE", WORLD.url().toString());
        login.authorization.put("resource", other);
        login.exchange.put("resource", other);
        var token = CLIENT.token(found, login, customer.email());
        assertThat(token).isNotEmpty();
        assertInvalidToken(message(token, "tools/list", "{}"));
        assertThat(WORLD.account(customer).grant().unitsUsed()).isZero();
    }

    @Test
    void aTokenIsOverAfterAnHourAndRefreshedWithoutThePerson() throws Exception {
        var customer = WORLD.signUp();
        var found = CLIENT.discover();
        var clientId = CLIENT.register(found);
        var login = CLIENT.login(found, clientId);
        CLIENT.authorize(found, login, customer.email());
        var first = McpClient.json(CLIENT.exchange(found, login));
        var token = first.path("access_token").asText();
        resolve(token).is(200);

        WORLD.advance(Duration.ofMinutes(62));

        assertInvalidToken(resolve(token));
        login.exchange.clear();
        login.exchange.put("grant_type", "refresh_token");
        login.exchange.put("client_id", clientId);
        login.exchange.put("refresh_token", first.path("refresh_token").asText());
        login.exchange.put("resource", found.resource());
        var second = McpClient.json(CLIENT.exchange(found, login));
        resolve(second.path("access_token").asText()).is(200);
        assertThat(WORLD.account(customer).grant().unitsUsed()).isEqualTo(2);
    }

    @Test
    void aTokenOfAnotherIssuerIsNone() throws Exception {
        try (var issuer = omni.local.oidc.LocalOidcProvider.inMemory(WORLD::now)) {
            assertInvalidToken(resolve(issuer.accessToken("ann@example.com")));
        }
    }

    @Test
    void aCodeShownTwiceIsNoneAndEndsWhatCameOfIt() throws Exception {
        var found = CLIENT.discover();
        var login = CLIENT.login(found, CLIENT.register(found));
        CLIENT.authorize(found, login, WORLD.signUp().email());
        McpClient.json(CLIENT.exchange(found, login));
        assertThat(error(CLIENT.exchange(found, login))).isEqualTo("invalid_grant");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "code_verifier, somebody-elses-verifier-of-the-right-length-at-least, invalid_grant",
        "redirect_uri, http://127.0.0.1:43211/callback, invalid_grant",
        "resource, https://other.example/mcp, invalid_target"
    })
    void whoeverFindsACodeCantUseIt(String field, String value, String error) throws Exception {
        var found = CLIENT.discover();
        var login = CLIENT.login(found, CLIENT.register(found));
        CLIENT.authorize(found, login, WORLD.signUp().email());
        login.exchange.put(field, value);
        assertThat(error(CLIENT.exchange(found, login))).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/callback",
        "http://127.0.0.1:43210/other",
        "http://127.0.0.1.evil.example/callback"
    })
    void noCodeIsSentToAnAddressThatIsNotRegistered(String redirect) throws Exception {
        var found = CLIENT.discover();
        var login = CLIENT.login(found, CLIENT.register(found));
        login.authorization.put("redirect_uri", redirect);
        assertThat(CLIENT.authorize(found, login, "ann@example.com")).startsWith("redirect_uri: ");
    }

    /** Contract 13.2: a missing scope of ours is told by details; nobody is sent to sign in once more. */
    @Test
    void aTokenGivesNoMoreThanWasAskedFor() throws Exception {
        var customer = WORLD.signUp();
        var found = CLIENT.discover();
        assertThat(found.scope()).isEqualTo("read:sec");
        var login = CLIENT.login(found, CLIENT.register(found));
        login.authorization.put("scope", "billing:read");
        var token = CLIENT.token(found, login, customer.email());

        assertThat(message(token, "tools/list", "{}").is(200).each("result.tools", "name"))
                .doesNotContain("entities.resolve");
        var refused = resolve(token).is(403, "insufficient_scope");
        refused.holds("""
                {details: {requiredScopes: ['read:sec'], grantedScopes: ['billing:read']}}""");
        assertThat(refused.has("WWW-Authenticate")).isFalse();
        assertThat(refused.header("Omni-Required-Scopes")).isEqualTo("read:sec");
        assertThat(WORLD.account(customer).grant().unitsUsed()).isZero();
    }

    private static String tokenWithout(Customer customer, String parameter) throws Exception {
        var found = CLIENT.discover();
        var login = CLIENT.login(found, CLIENT.register(found));
        login.authorization.remove(parameter);
        login.exchange.remove(parameter);
        return CLIENT.token(found, login, customer.email());
    }

    /** Whoever holds a token for the server calls its tools for its person, and nothing else of the API (contract 3.1). */
    @Test
    void aTokenForTheServerCountsThereAlone() throws Exception {
        var customer = WORLD.signUp();
        var token = tokenWithout(customer, "scope");
        resolve(token).is(200);
        var rest = WORLD.nobody().with("Authorization", "Bearer " + token);
        rest.get("/v1/me").is(401, "authentication_failed");
        rest.get("/v1/entities/resolve?ticker=AAPL").is(401, "authentication_failed");
        rest.post("/v1/api_keys", "{\"scopes\": [\"billing:manage\"]}").is(401, "authentication_failed");
        rest.post("/v1/agent-chat/tickets", "{}").is(401, "authentication_failed");
    }

    @Test
    void aTokenForTheApiIsNoneForTheServer() throws Exception {
        var token = tokenWithout(WORLD.signUp(), "resource");
        WORLD.nobody().with("Authorization", "Bearer " + token).get("/v1/me").is(200);
        assertInvalidToken(message(token, "tools/list", "{}"));
    }
}
