package omni.local.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import omni.account.Account;
import omni.billing.MeterClass;
import omni.dynamodb.DynamoAccounts;
import omni.fakes.Unused;
import omni.json.Json;
import omni.local.options.LocalOptions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import omni.log.LogSink;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole product without rate limits, on a clock that stands still unless it is moved. */
final class World implements AutoCloseable {

    static final Instant START = Instant.parse("2026-05-01T09:30:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalWorld local;
    private int people;

    World() {
        this.local = LocalWorld.start(new LocalWorld.Setup(
                new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), false, true),
                () -> START,
                new Recorded(),
                new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                Map.of()));
    }

    private final class Recorded implements LogSink {
        @Override
        public void write(Map<String, @Nullable Object> fields) {
            log.add(fields.toString());
        }

        @Override
        public void fault(String operation, String requestId, Throwable cause, Instant at) {
            log.add(operation + " " + requestId + " " + cause);
        }
    }

    LocalWorld local() {
        return local;
    }

    /** Everything that was logged so far. */
    List<String> log() {
        return List.copyOf(log);
    }

    void advance(Duration step) {
        local.clock().advance(step);
    }

    /** A new organization's founder, by cookie, and its first key. */
    Person person() throws Exception {
        people++;
        var signedIn = local.signIn().signIn("person" + people + "@example.com");
        return new Person(signedIn.cookie(), signedIn.firstKey().orElseThrow());
    }

    /** Who calls. */
    record Person(String cookie, String firstKey) {

        Map<String, String> headers(World world) {
            return Map.of("Cookie", cookie, "Origin", world.local.url().toString());
        }

        String orgId() {
            return "org_" + firstKey.substring(firstKey.length() - 18, firstKey.length() - 6);
        }
    }

    static Map<String, String> key(String secret) {
        return Map.of("x-api-key", secret);
    }

    /** An answer; the body is parsed where it is JSON. */
    record Answer(int status, JsonNode body, String text, HttpResponse<String> raw) {

        String code() {
            return body.path("code").asText();
        }

        JsonNode detail(String name) {
            return body.path("details").path(name);
        }

        String field(String name) {
            return body.path(name).asText();
        }

        String header(String name) {
            return String.join(", ", raw.headers().allValues(name));
        }

        List<String> fieldNames() {
            var names = new ArrayList<String>();
            body.fieldNames().forEachRemaining(names::add);
            return names;
        }

        Answer is(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        Answer is(int expected, String code) {
            assertThat(status + " " + code()).as(text).isEqualTo(expected + " " + code);
            return this;
        }
    }

    Answer get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        return call("GET", path, headers, null);
    }

    Answer post(String path, Map<String, String> headers, String body) throws IOException, InterruptedException {
        return call("POST", path, headers, body);
    }

    Answer call(String method, String path, Map<String, String> headers, @Nullable String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(local.url().resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        var response = http.send(request.build(), BodyHandlers.ofString());
        var json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")
                && !response.body().isEmpty();
        return new Answer(
                response.statusCode(),
                json ? JSON.readTree(response.body()) : JSON.createObjectNode(),
                response.body(),
                response);
    }

    /** Hands an event to a function past gateway and authorizer; the status of its answer. */
    static int invoke(
            RequestStreamHandler function,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> authorizer,
            @Nullable String body)
            throws Exception {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("httpMethod", method);
        event.put("path", path);
        event.put("queryStringParameters", query);
        event.put("requestContext", Map.of("authorizer", authorizer));
        event.put("body", body);
        var out = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(Json.text(event).getBytes(StandardCharsets.UTF_8)),
                out,
                Unused.port(Context.class));
        return JSON.readTree(out.toByteArray()).path("statusCode").asInt();
    }

    /** Runs all at once and returns their answers in the order given. */
    static <T> List<T> atOnce(List<? extends Callable<T>> calls) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(25)) {
            return threads.invokeAll(calls).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }

    private DynamoAccounts accounts() {
        return new DynamoAccounts(
                local.table(),
                local.foundation().catalog().meterClasses().stream()
                        .map(MeterClass::number)
                        .toList());
    }

    Account account(String orgId) {
        var account = accounts().load(orgId);
        assertThat(account).isNotNull();
        return Objects.requireNonNull(account);
    }

    /** Changes what Stripe or an operator would change. */
    void standing(String orgId, UnaryOperator<Account.Standing> change) {
        var account = account(orgId);
        var next = change.apply(account.standing());
        assertThat(accounts().replaceStanding(account, next, accounts().billing(orgId)))
                .isTrue();
    }

    /** The whole table. */
    List<Map<String, AttributeValue>> table() {
        return local.table().client().scanPaginator(scan -> scan.tableName(LocalWorld.TABLE)).items().stream()
                .toList();
    }

    /** The audit events of an organization in the order in which they happened: type to the rest. */
    List<Map<String, AttributeValue>> events(String orgId, String type) {
        return table().stream()
                .filter(item ->
                        item.getOrDefault("PK", AttributeValue.fromS("")).s().equals("EVENT#" + orgId))
                .filter(item -> type.equals(
                        item.getOrDefault("type", AttributeValue.fromS("")).s()))
                .map(item -> (Map<String, AttributeValue>) new LinkedHashMap<>(item))
                .toList();
    }

    static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name);
    }

    @Override
    public void close() {
        local.close();
    }
}
