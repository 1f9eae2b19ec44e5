package omni.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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

/** The event files as AWS's own types read them: what our readers find in them, those find too. */
class AwsEventTypesTest {

    @ParameterizedTest
    @EnumSource(Endpoints.class)
    void anEndpointsEventIsOneOfARestApi(Endpoints endpoint) throws Exception {
        var file = file(endpoint.operation().kebab());
        var request = Request.of(Json.readObject(Files.readAllBytes(Path.of(file))));

        var event = EventLoader.loadApiGatewayRestEvent(file);

        assertThat(event.getResource()).isEqualTo(endpoint.operation().path());
        assertThat(event.getHttpMethod()).isEqualTo(request.method());
        assertThat(event.getPath()).isEqualTo(request.path());
        assertThat(orEmpty(event.getPathParameters())).isEqualTo(request.pathParameters());
        assertThat(orEmpty(event.getQueryStringParameters())).isEqualTo(request.query());
        assertThat(orEmpty(event.getMultiValueQueryStringParameters())).isEqualTo(request.multiQuery());
        assertThat(lowerCase(event.getHeaders())).isEqualTo(request.headers());
        assertThat(lowerCase(event.getMultiValueHeaders())).isEqualTo(request.multiHeaders());
        var context = event.getRequestContext();
        assertThat(context.getHttpMethod()).isEqualTo(request.method());
        assertThat(context.getResourcePath()).isEqualTo(endpoint.operation().path());
        assertThat(context.getIdentity().getSourceIp()).isEqualTo(request.sourceAddress());
        var said = new HashMap<String, String>();
        context.getAuthorizer().forEach((name, value) -> said.put(name, String.valueOf(value)));
        assertThat(said).isEqualTo(request.authorizer());
        if (event.getBody() != null) {
            assertThat(event.getIsBase64Encoded()).isTrue();
            assertThat(Json.readObject(Base64.getDecoder().decode(event.getBody())))
                    .isNotNull();
        }
    }

    @Test
    void theAuthorizersEventIsOneOfARequestAuthorizer() throws Exception {
        var file = file(Jobs.AUTHORIZE.kebab());
        var request = Request.of(Json.readObject(Files.readAllBytes(Path.of(file))));

        var event = EventLoader.loadAPIGatewayCustomAuthorizerEvent(file);

        assertThat(event.getType()).isEqualTo("REQUEST");
        assertThat(event.getMethodArn()).endsWith("/" + request.method() + request.path());
        assertThat(Endpoints.of(event.getHttpMethod(), event.getResource())).isPresent();
        assertThat(lowerCase(event.getHeaders())).isEqualTo(request.headers());
        assertThat(orEmpty(event.getQueryStringParameters())).isEqualTo(request.query());
    }

    @Test
    void theStreamsEventIsOneOfATableWithBothImages() throws Exception {
        var file = file(Jobs.RECORD_USAGE.kebab());
        var change = new StreamImages()
                .read(Files.readAllBytes(Path.of(file)))
                .records()
                .getFirst();

        var record = EventLoader.loadDynamoDbEvent(file).getRecords().getFirst();

        assertThat(change.change()).containsInstanceOf(Change.Committed.class);
        assertThat(record.getEventSource()).isEqualTo("aws:dynamodb");
        assertThat(record.getDynamodb().getStreamViewType()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(record.getDynamodb().getSequenceNumber()).isNotEmpty();
        for (var image :
                List.of(record.getDynamodb().getOldImage(), record.getDynamodb().getNewImage())) {
            assertThat(image).containsAllEntriesOf(record.getDynamodb().getKeys());
        }
    }

    static Stream<Jobs> scheduled() {
        return jobs(Jobs.Trigger.SCHEDULE);
    }

    static Stream<Jobs> ofSockets() {
        return jobs(Jobs.Trigger.SOCKET);
    }

    private static Stream<Jobs> jobs(Jobs.Trigger trigger) {
        return Stream.of(Jobs.values()).filter(job -> job.trigger() == trigger);
    }

    @ParameterizedTest
    @MethodSource("ofSockets")
    void aSocketsEventIsOneOfAWebSocketApi(Jobs job) {
        var event = EventLoader.loadEvent(file(job.kebab()), APIGatewayV2WebSocketEvent.class);

        assertThat(event.getRequestContext().getConnectionId()).isNotEmpty();
        assertThat(List.of("CONNECT", "MESSAGE", "DISCONNECT"))
                .contains(event.getRequestContext().getEventType());
        assertThat(event.getRequestContext().getRouteKey()).startsWith("$");
    }

    @ParameterizedTest
    @MethodSource("scheduled")
    void aJobsEventIsOneOfASchedule(Jobs job) {
        var event = EventLoader.loadScheduledEvent(file(job.kebab()));

        assertThat(event.getSource()).isEqualTo("aws.events");
        assertThat(event.getDetailType()).isEqualTo("Scheduled Event");
        assertThat(event.getResources()).singleElement().asString().endsWith(":rule/" + job.functionName());
        assertThat(event.getTime()).isNotNull();
    }

    private static String file(String kebab) {
        return Path.of("..", "events", kebab + ".json").toString();
    }

    private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> parameters) {
        return parameters == null ? Map.of() : parameters;
    }

    private static <V> Map<String, V> lowerCase(Map<String, V> headers) {
        var lower = new HashMap<String, V>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
