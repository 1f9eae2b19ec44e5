package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import omni.account.Account;
import omni.call.EndpointFunction;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.json.Timestamps;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** IssueBootstrapToken and BootstrapAgent over HTTP (contract 11.10). */
@SharedWorld(SharedWorld.Kind.CLOCKED)
class BootstrapTest {

    private final World world;

    BootstrapTest(World world) {
        this.world = world;
    }

    private Customer person;

    @BeforeEach
    void organization() throws Exception {
        person = world.signUp();
    }

    private Answer issue(String body) throws Exception {
        return person.browser().post("/v1/agent/bootstrap_tokens", body);
    }

    private String token() throws Exception {
        return issue("{}").is(201).field("secret");
    }

    private Answer redeem(String token) {
        return world.nobody().post("/v1/agent/bootstrap", "{\"token\":\"" + token + "\"}");
    }

    private String now() {
        return Timestamps.text(world.now());
    }

    @Test
    void aTokenIsTheContractsObjectWithItsDefaults() throws Exception {
        var token = issue("{}").is(201);

        assertThat(token.fieldNames())
                .containsExactly(
                        "object",
                        "id",
                        "orgId",
                        "requestId",
                        "actorPrincipalId",
                        "label",
                        "tokenPrefix",
                        "scopes",
                        "livemode",
                        "expiresAt",
                        "createdAt",
                        "updatedAt",
                        "usedAt",
                        "usedByPrincipalId",
                        "secret");
        assertThat(token.field("object")).isEqualTo("agent_bootstrap_token");
        assertThat(token.field("id")).startsWith("abt_");
        assertThat(token.field("orgId")).isEqualTo(person.orgId());
        assertThat(token.field("actorPrincipalId")).startsWith("usr_");
        assertThat(token.at("label").isNull()).isTrue();
        assertThat(token.field("secret")).startsWith("agbt_").hasSize(58);
        assertThat(token.field("tokenPrefix")).isEqualTo(token.field("secret").substring(0, 13));
        assertThat(token.json().path("scopes").toString()).isEqualTo("[\"read:sec\"]");
        assertThat(token.at("livemode").asBoolean()).isTrue();
        assertThat(token.field("createdAt")).isEqualTo(now()).isEqualTo(token.field("updatedAt"));
        token.holds("""
                {expiresAt: '%s', usedAt: null, usedByPrincipalId: null}""", Timestamps.text(world.now().plusSeconds(900)));
        assertThat(world.events(person, "bootstrap_token.created")).hasSize(1);
        assertThat(world.wholeTable().toString()).doesNotContain(token.field("secret"));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {"ttlSeconds":1}                                 | 60
        {"ttlSeconds":60}                                | 60
        {"ttlSeconds":86400}                             | 86400
        {"ttlSeconds":86401}                             | 86400
        {"ttlSeconds":9223372036854775808000}            | 86400
        {"ttlSeconds":null,"label":null,"scopes":null,"livemode":null} | 900
        """)
    void anyPositiveLifeIsClamped(String body, long seconds) throws Exception {
        assertThat(issue(body).is(201).field("expiresAt"))
                .isEqualTo(Timestamps.text(world.now().plusSeconds(seconds)));
    }

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
        {"ttlSeconds":0}                            | validation_error              | ttlSeconds
        {"ttlSeconds":-5}                           | validation_error              | ttlSeconds
        {"ttlSeconds":1.5}                          | validation_error              | ttlSeconds
        {"ttlSeconds":"900"}                        | validation_error              | ttlSeconds
        {"label":""}                                | validation_error              | label
        {"label":5}                                 | validation_error              | label
        {"livemode":"yes"}                          | validation_error              | livemode
        {"scopes":"read:sec"}                       | validation_error              | scopes
        {"scopes":["read:sec"],"label":7}           | validation_error              | label
        {"scopes":["write:sec"]}                    | bootstrap_token_scope_invalid |
        {"scopes":["read:sec","billing:manage"]}    | bootstrap_token_scope_invalid |
        {"scopes":["*"]}                            | bootstrap_token_scope_invalid |
        {"scopes":["no:such"]}                      | bootstrap_token_scope_invalid |
        {"scopes":[]}                               | bootstrap_token_scope_invalid |
        """)
    void aBadRequestIssuesNothing(String body, String code, @Nullable String path) throws Exception {
        var refused = issue(body).is(400, code);

        if (path != null) {
            assertThat(refused.detail("issues").path(0).path("path").asText()).isEqualTo(path);
        }
        assertThat(world.events(person, "bootstrap_token.created")).isEmpty();
    }

    @Test
    void onlyAPersonIssues() throws Exception {
        world.by(person.key()).post("/v1/agent/bootstrap_tokens", "{}").is(403, "human_auth_required");
        world.nobody().post("/v1/agent/bootstrap_tokens", "{}").is(401, "missing_browser_session");
        world.nobody()
                .with("Cookie", person.cookie())
                .post("/v1/agent/bootstrap_tokens", "{}")
                .is(403, "origin_not_allowed");
        world.standing(person, World.RESTRICTED);
        issue("{}").is(402, "billing_required");

        assertThat(world.events(person, "bootstrap_token.created")).isEmpty();
    }

    @Test
    void anExchangeGivesAKeyThatWorksAndAllThatAnAgentNeeds() throws Exception {
        var issued = issue("{\"label\":\"research agent\"}").is(201);
        world.advance(Duration.ofSeconds(5));

        var given = redeem(issued.field("secret")).is(201);

        assertThat(given.fieldNames())
                .containsExactly(
                        "object",
                        "requestId",
                        "organization",
                        "apiKey",
                        "billing",
                        "limits",
                        "distribution",
                        "sponsorToken");
        assertThat(given.field("object")).isEqualTo("agent_bootstrap");
        assertThat(given.header("Cache-Control")).isEqualTo("no-store");
        var secret = given.field("apiKey.secret");
        assertThat(given.field("apiKey.label")).isEqualTo("research agent");
        assertThat(given.json().path("apiKey").path("scopes").toString()).isEqualTo("[\"read:sec\"]");
        given.holds("""
                {organization: {id: '%s'}, billing: {object: 'billing_account', freeGrantRemaining: 250}}""", person.orgId());
        assertThat(given.json().path("limits").path("quotas").size()).isEqualTo(11);
        assertThat(given.at("distribution"))
                .isEqualTo(world.nobody().get("/mcp").at("distribution"));
        var sponsor = given.json().path("sponsorToken");
        assertThat(sponsor.toString())
                .isEqualTo("{\"id\":\"" + issued.field("id") + "\",\"expiresAt\":\"" + issued.field("expiresAt")
                        + "\",\"usedAt\":\"" + now() + "\",\"scopes\":[\"read:sec\"]}");
        assertThat(world.by(secret)
                        .get("/v1/entities/resolve?ticker=AAPL")
                        .is(200)
                        .header("Omni-Free-Grant-Remaining"))
                .isEqualTo("249");
        assertThat(world.by(secret).get("/v1/api_keys").text())
                .contains(given.field("apiKey.id"))
                .doesNotContain(secret);
        assertThat(world.wholeTable().toString() + world.log().lines())
                .as("neither secret rests anywhere")
                .doesNotContain(secret)
                .doesNotContain(issued.field("secret"));
    }

    @Test
    void theExchangeIsFoundInTheAuditWithTokenKeyAndRequest() throws Exception {
        var issued = issue("{}").is(201);
        var given = redeem(issued.field("secret")).is(201);

        var redeemed = world.events(person, "bootstrap_token.redeemed");
        assertThat(redeemed).hasSize(1);
        var data = StoredWorld.attribute(redeemed.getFirst(), "data").m();
        assertThat(StoredWorld.attribute(redeemed.getFirst(), "requestId").s()).isEqualTo(given.field("requestId"));
        assertThat(StoredWorld.attribute(redeemed.getFirst(), "outcome").s()).isEqualTo("succeeded");
        assertThat(StoredWorld.attribute(data, "tokenId").s()).isEqualTo(issued.field("id"));
        assertThat(StoredWorld.attribute(data, "keyId").s()).isEqualTo(given.field("apiKey.id"));
        assertThat(StoredWorld.attribute(data, "issuedByPrincipalId").s()).isEqualTo(issued.field("actorPrincipalId"));
        assertThat(world.events(person, "api_key.created"))
                .as("the first key's and the agent's")
                .hasSize(2);
    }

    @Test
    void labelAndScopesMayBeNarrowedAndATestTokenGivesATestKey() throws Exception {
        var token =
                issue("{\"label\":\"of the token\",\"livemode\":false}").is(201).field("secret");

        var given = world.nobody()
                .post(
                        "/v1/agent/bootstrap",
                        "{\"token\":\"" + token + "\",\"label\":\"of the agent\",\"scopes\":[\"read:sec\"]}")
                .is(201);

        given.holds("{apiKey: {label: 'of the agent', livemode: false}}");
        assertThat(given.field("apiKey.secret")).startsWith("secapi_test_");
    }

    @Test
    void checksAreMadeInTheContractsOrderAndARefusalDoesNotUseTheTokenUp() throws Exception {
        var beyond = "{\"token\":\"%s\",\"scopes\":[\"write:sec\"]}";
        var token = token();

        redeem("").is(400, "validation_error");
        world.nobody().post("/v1/agent/bootstrap", "{}").is(400, "validation_error");
        world.nobody().post("/v1/agent/bootstrap", "{\"token\":5}").is(400, "validation_error");
        redeem("agbt_short").is(404, "bootstrap_token_invalid");
        redeem(person.key()).is(404, "bootstrap_token_invalid");
        redeem(token.substring(0, 57) + (token.endsWith("0") ? "1" : "0")).is(404, "bootstrap_token_invalid");
        post(beyond.formatted(token)).is(400, "bootstrap_token_scope_invalid");
        post("{\"token\":\"" + token + "\",\"scopes\":[]}").is(400, "bootstrap_token_scope_invalid");

        person.browser().post("/v1/api_keys", "{}").is(201);
        world.standing(person, World.RESTRICTED);
        post(beyond.formatted(token)).is(400, "bootstrap_token_scope_invalid");
        var restricted = redeem(token).is(402, "billing_required");
        assertThat(restricted.detail("reason").asText()).isEqualTo("restricted");
        world.standing(person, Account.Standing.NONE);
        var full = redeem(token).is(402, "api_key_limit_reached");
        assertThat(full.detail("activeKeyLimit").asInt()).isEqualTo(2);
        assertThat(full.detail("activeCount").asInt()).isEqualTo(2);
        assertThat(world.events(person, "bootstrap_token.redeemed")).isEmpty();

        world.standing(person, World.CARD);
        redeem(token).is(201);
        post(beyond.formatted(token)).is(409, "bootstrap_token_already_used");
        world.advance(Duration.ofMinutes(15));
        redeem(token).is(409, "bootstrap_token_already_used");
        assertThat(world.events(person, "bootstrap_token.reuse_refused"))
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(StoredWorld.attribute(event, "outcome").s()).isEqualTo("blocked"));
    }

    private Answer post(String body) throws Exception {
        return world.nobody().post("/v1/agent/bootstrap", body);
    }

    @Test
    void aTokenEndsOnTime() throws Exception {
        var early = issue("{\"ttlSeconds\":60}").is(201).field("secret");
        var late = issue("{\"ttlSeconds\":60}").is(201).field("secret");
        world.advance(Duration.ofSeconds(60).minusMillis(1));
        redeem(early).is(201);
        world.advance(Duration.ofMillis(1));

        redeem(late).is(410, "bootstrap_token_expired");
        post("{\"token\":\"" + late + "\",\"scopes\":[\"*\"]}").is(410, "bootstrap_token_expired");
    }

    @Test
    void ofAHundredExchangesAtOnceExactlyOneIsGivenAKey() throws Exception {
        var token = token();

        var answers = Race.run(100, _ -> redeem(token));

        assertThat(answers.stream()
                        .collect(Collectors.groupingBy(
                                answer -> answer.status() + " " + answer.code(), Collectors.counting())))
                .containsExactlyInAnyOrderEntriesOf(Map.of("201 ", 1L, "409 bootstrap_token_already_used", 99L));
        var keys = person.browser().get("/v1/api_keys").json().path("data");
        assertThat(keys.size()).as("the first key and the agent's").isEqualTo(2);
        assertThat(world.events(person, "bootstrap_token.redeemed")).hasSize(1);
        assertThat(world.events(person, "bootstrap_token.reuse_refused")).hasSize(99);
    }

    @Test
    void aMalformedTokenCostsNoCallOfTheDatabase() throws Exception {
        var calls = new AtomicInteger();
        var counting = (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    throw new UnsupportedOperationException(method.getName());
                });
        var function = new AccountEndpoints(
                        AccountRoot.of(world.local().foundation(), new Table(counting, counting, "omni")))
                .function(Endpoints.BOOTSTRAP_AGENT);
        var token = token();
        var statuses = new ArrayList<Integer>();
        for (var malformed : List.of("agbt_", "agbt_" + "x".repeat(53), token + "0", token.replace("agbt_", "agbu_"))) {
            statuses.add(status(function, "{\"token\":\"" + malformed + "\"}"));
        }

        assertThat(statuses).containsOnly(404);
        assertThat(calls).hasValue(0);
        assertThat(status(function, "{\"token\":\"" + token + "\"}"))
                .as("a well-formed one is looked for")
                .isEqualTo(500);
        assertThat(calls).hasValue(1);
    }

    private static int status(EndpointFunction function, String body) {
        return Ask.of("POST", "/v1/agent/bootstrap").body(body).of(function).status();
    }
}
