package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import omni.access.CookieSeal;
import omni.dynamodb.DynamoSessions;
import omni.local.machine.LocalJson;
import omni.local.world.LocalWorld;
import omni.member.SessionCookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route by {@code sam local start-api}: authorizer and functions in containers, on a local world. */
@EnabledIfSystemProperty(named = SamCommand.WANTED, matches = "true", disabledReason = SamCommand.REASON)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SamStartApiIT {

    private static final String FOR_OPERATORS = "/v1/admin/";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * A token of this world names its issuer as the machine sees it, a function in a container knows it by another address: whoever has no
     * organization yet, and so no session, is refused.
     */
    private static final Map<String, SampleEvents.Answer> OVER_HTTP =
            Map.of("CreateOrganization", new SampleEvents.Answer("CreateOrganization", 403, ""));

    @TempDir
    private static Path temporary;

    private static Optional<SamWorld> containers = Optional.empty();
    private static Optional<SamCommand.Api> api = Optional.empty();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        var world = SamWorld.start(temporary);
        containers = Optional.of(world);
        api = Optional.of(SamCommand.startApi(world.environment(), temporary.resolve("start-api.log")));
    }

    @AfterEach
    void keysStandStill() {
        SampleEvents.keysStandStill(world());
    }

    @AfterAll
    static void stop() {
        api.ifPresent(SamCommand.Api::close);
        containers.ifPresent(SamWorld::close);
    }

    private static LocalWorld world() {
        return containers.orElseThrow().world();
    }

    /** In the order of the table of answers, but what ends the session at the end. */
    static List<String> routes() {
        return SampleEvents.answers().stream()
                .map(SampleEvents.Answer::name)
                .sorted(Comparator.comparing("EndSession"::equals))
                .toList();
    }

    @Order(1)
    @Test
    void aCallIsChargedAndItsRowIsRead() throws Exception {
        var before = usage();
        var called = send(request("/v1/entities/resolve?ticker=AAPL", SampleOrganization.LIVE_SECRET));

        assertThat(called.statusCode()).as(called.body()).isEqualTo(200);
        assertThat(called.headers().firstValue("Omni-Estimated-Cost")).contains("$0.0100");
        world().pump().awaitDrained();
        assertThat(usage()).isEqualTo(before + 1);
    }

    private static int usage() throws Exception {
        var answer = send(request("/v1/usage", SampleOrganization.LIVE_SECRET));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("totalRequests").asInt();
    }

    /** The answers of the shell to what no route takes: the API ends in the route that catches all others. */
    @Order(2)
    @Test
    void whatNoRouteTakesIsAnsweredInTheContractsWords() throws Exception {
        var unknown = send(request("/nowhere", SampleOrganization.LIVE_SECRET));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("code").asText()).isEqualTo("route_not_found");

        var method = send(request("/v1/me", SampleOrganization.LIVE_SECRET).DELETE());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(json(method).path("code").asText()).isEqualTo("method_not_allowed");

        var head = send(request("/v1/me", SampleOrganization.LIVE_SECRET).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    /** The AWS SAM CLI knows no gateway responses: a denial has its own words. */
    @Order(3)
    @Test
    void whoHasNoKeyOrARevokedOneIsTurnedAwayByTheAuthorizer() throws Exception {
        assertThat(send(request("/v1/me", "")).statusCode()).isEqualTo(403);
        assertThat(send(request("/v1/me", SampleOrganization.TEST_SECRET)).statusCode())
                .isEqualTo(403);
    }

    @Order(4)
    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void aRouteAnswersOverHttp(String name) throws Exception {
        var answer = send(request(SampleEvents.event(name)));
        var expected = OVER_HTTP.getOrDefault(name, SampleEvents.answer(name));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.status());
        if (!expected.objectOrCode().isEmpty()) {
            assertThat(List.of(
                            json(answer).path("object").asText(),
                            json(answer).path("code").asText()))
                    .contains(expected.objectOrCode());
        }
    }

    private static HttpRequest.Builder request(String path, String key) {
        var request = HttpRequest.newBuilder(api.orElseThrow().url().resolve(path))
                .header("Accept", "*/*") // without it the CLI hands bodies on as functions encode them
                .timeout(Duration.ofSeconds(60));
        return key.isEmpty() ? request : request.header("x-api-key", key);
    }

    /** An event file as a request, with credentials of this world in place of those that only its context makes good. */
    private static HttpRequest.Builder request(ObjectNode event) throws IOException, InterruptedException {
        var path = event.path("path").asText();
        var request = request(path + SampleEvents.query(event), "")
                .method(event.path("httpMethod").asText(), body(event));
        var headers = event.path("headers");
        for (var name : List.of("Content-Type", "Origin", "Authorization", "x-api-key", "Idempotency-Key")) {
            if (headers.has(name)) {
                request.header(name, headers.path(name).asText());
            }
        }
        if (headers.has("Cookie")) {
            request.header("Cookie", path.startsWith(FOR_OPERATORS) ? operator() : session());
        }
        return request;
    }

    private static HttpRequest.BodyPublisher body(ObjectNode event) {
        return event.path("body").isNull()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(
                        Base64.getDecoder().decode(event.path("body").asText()));
    }

    private static String operator() throws IOException, InterruptedException {
        var asked = HttpRequest.newBuilder(world().url().resolve("/_local/sign-in"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"email\":\"" + LocalWorld.OPERATOR + "\"}"))
                .build();
        return json(send(asked)).path("cookie").asText();
    }

    /** The sealed cookie of the founder's session. */
    private static String session() {
        var seal = new CookieSeal(world().foundation().configuration().sessionKeys(), new Random());
        var session = new DynamoSessions(world().table()).find(SampleOrganization.SESSION_ID);
        return "omni_session="
                + SessionCookie.of(Objects.requireNonNull(session)).seal(seal);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString(UTF_8));
    }

    private static ObjectNode json(HttpResponse<String> answer) {
        return LocalJson.parseObject(answer.body().getBytes(UTF_8)).orElseGet(LocalJson::object);
    }
}
