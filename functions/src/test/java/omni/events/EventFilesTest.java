package omni.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import omni.billing.EventTypes;
import omni.call.CallerCodec;
import omni.call.Operation;
import omni.dynamodb.StreamImages;
import omni.endpoint.Endpoints;
import omni.http.Request;
import omni.job.Jobs;
import omni.json.Json;
import omni.ledger.UsageRecorder.Change;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One input for each function, by its name, and one for each type of webhook. */
class EventFilesTest {

    private static final Path EVENTS = Path.of("..", "events");
    private static final String SAMPLE = "org_AbCdEf012345";

    @Test
    void everyFunctionHasItsFileAndEveryFileItsFunction() throws IOException {
        var functions = Stream.concat(
                Stream.of(Endpoints.values())
                        .map(endpoint -> endpoint.operation().kebab()),
                Stream.of(Jobs.values()).map(Jobs::kebab));

        assertThat(names(EVENTS)).containsExactlyInAnyOrderElementsOf(functions.toList());
    }

    @ParameterizedTest
    @EnumSource(Endpoints.class)
    void anEndpointsEventIsACallOfItsRoute(Endpoints endpoint) throws Exception {
        var event = read(EVENTS, endpoint.operation().kebab());
        var operation = endpoint.operation();
        var request = Request.of(event);

        assertThat(event).containsEntry("resource", operation.path());
        assertThat(Json.asObject(event.get("requestContext"))).containsEntry("resourcePath", operation.path());
        assertThat(operation.method()).isIn(request.method(), "ANY");
        var path = operation.path().replace("+}", "}");
        for (var parameter : request.pathParameters().entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        assertThat(request.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @EnumSource(Endpoints.class)
    void anEndpointsEventCarriesTheCallerThatItsAuthorizerWouldProve(Endpoints endpoint) throws Exception {
        var request = Request.of(read(EVENTS, endpoint.operation().kebab()));
        var caller = CallerCodec.decode(request.authorizer());

        if (endpoint.operation().access().withoutCredential()) {
            assertThat(caller).isEmpty();
            return;
        }
        if (endpoint.operation().access().kind() == Operation.Access.Kind.HUMAN_ANYWHERE) {
            assertThat(caller).hasValueSatisfying(known -> {
                assertThat(known.principal().human()).isTrue();
                assertThat(known.principal().orgId()).isNull();
                assertThat(CallerCodec.decode(CallerCodec.encode(known))).contains(known);
            });
            return;
        }
        assertThat(caller).hasValueSatisfying(known -> {
            assertThat(known.orgId()).isEqualTo(SAMPLE);
            assertThat(known.liveAccount()).isNotNull();
            var kind = endpoint.operation().access().kind();
            assertThat(known.principal().human() || kind == Operation.Access.Kind.ORG)
                    .isTrue();
            var scope = endpoint.operation().access().scope();
            assertThat(scope == null || known.principal().has(scope)).isTrue();
            assertThat(CallerCodec.decode(CallerCodec.encode(known))).contains(known);
        });
    }

    /** A field that the codec no longer writes, or a new one, has to change the files too. */
    @Test
    void theCallersContextHasTheFieldsThatTheCodecWrites() throws Exception {
        var context = Request.of(read(EVENTS, "resolve-entity")).authorizer();
        var written = CallerCodec.encode(CallerCodec.decode(context).orElseThrow());

        assertThat(context.keySet()).containsAll(written.keySet());
        for (var name : written.keySet()) {
            assertThat(object(context, name)).as(name).isEqualTo(object(written, name));
        }
    }

    @Test
    void theAuthorizersEventIsOneOfARequestAuthorizer() throws Exception {
        var event = read(EVENTS, Jobs.AUTHORIZE.kebab());

        assertThat(event).containsEntry("type", "REQUEST").doesNotContainKeys("body", "isBase64Encoded");
        assertThat(String.valueOf(event.get("methodArn"))).startsWith("arn:aws:execute-api:");
        assertThat(Endpoints.of(String.valueOf(event.get("httpMethod")), String.valueOf(event.get("resource"))))
                .isPresent();
        assertThat(Request.of(event).header("x-api-key")).isPresent();
    }

    @Test
    void theStreamsEventIsACommit() throws Exception {
        var batch = new StreamImages().read(Files.readAllBytes(EVENTS.resolve(Jobs.RECORD_USAGE.kebab() + ".json")));

        assertThat(batch.unreadable()).isNull();
        assertThat(batch.records())
                .singleElement()
                .satisfies(record -> assertThat(record.change()).containsInstanceOf(Change.Committed.class));
    }

    static List<String> webhooks() throws IOException {
        return names(EVENTS.resolve("stripe"));
    }

    @ParameterizedTest
    @MethodSource("webhooks")
    void aWebhookIsAnEventOfTheTypeThatItsFileIsNamedBy(String name) throws Exception {
        var event = read(EVENTS.resolve("stripe"), name);

        assertThat(event).containsEntry("livemode", false);
        assertThat(String.valueOf(event.get("type")).replace('.', '-')).isEqualTo(name);
        if (EventTypes.METER_ERRORS.contains(event.get("type"))) {
            assertThat(event).containsEntry("object", "v2.core.event").doesNotContainKey("data");
        } else {
            assertThat(event).containsEntry("object", "event");
            assertThat(Json.asObject(event.get("data"))).containsKey("object");
        }
    }

    @Test
    void everyWebhookThatIsHandledHasItsFile() throws IOException {
        assertThat(webhooks())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(EventTypes.HANDLED.stream(), EventTypes.METER_ERRORS.stream())
                                .map(type -> type.replace('.', '-'))
                                .toList());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.replaceAll("\\.json$", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, @Nullable Object> read(Path folder, String name) throws Exception {
        return Json.readObject(Files.readAllBytes(folder.resolve(name + ".json")));
    }

    /** One object of a context; scopes have no order. */
    private static Map<String, @Nullable Object> object(Map<String, String> context, String name)
            throws Json.MalformedJson {
        var object = Json.readObject(String.valueOf(context.get(name)).getBytes(StandardCharsets.UTF_8));
        if (object.get("scopes") instanceof List<?> scopes) {
            object.put("scopes", Set.copyOf(scopes));
        }
        return object;
    }
}
