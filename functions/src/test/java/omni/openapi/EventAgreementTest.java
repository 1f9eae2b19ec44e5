package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import omni.call.Operation;
import omni.http.Request;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code events/} are requests that {@code openapi.yaml} describes. */
class EventAgreementTest {

    private static final ApiDescription FILE = ApiDescription.FILE;

    static List<Operation> described() {
        return OperationsTest.described();
    }

    @ParameterizedTest
    @MethodSource("described")
    void anEventsQueryIsDescribed(Operation operation) throws Exception {
        var parameters = FILE.parameters(FILE.operation(operation.operationId()), "query");

        request(operation).query().forEach((name, value) -> {
            assertThat(parameters)
                    .as("a query parameter of %s", operation.operationId())
                    .containsKey(name);
            assertThat(faults(parameters.get(name), value)).as(name).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("described")
    void anEventsPathIsDescribed(Operation operation) throws Exception {
        var parameters = FILE.parameters(FILE.operation(operation.operationId()), "path");
        var given = request(operation).pathParameters();

        assertThat(given.keySet()).isEqualTo(parameters.keySet());
        given.forEach((name, value) ->
                assertThat(faults(parameters.get(name), value)).as(name).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("described")
    void anEventsBodyIsDescribed(Operation operation) throws Exception {
        var body = new String(request(operation).body().bytes(), StandardCharsets.UTF_8);
        var described =
                ApiDescription.object(FILE.operation(operation.operationId()).node(), "requestBody");

        if (body.isEmpty()) {
            assertThat(described.get("required")).as("a body").isNotEqualTo(true);
        } else {
            assertThat(FILE.faults(FILE.json(described).orElseThrow(), body)).isEmpty();
        }
    }

    /** A parameter's text as the JSON that its schema speaks of. */
    private static List<String> faults(@Nullable Object parameter, String value) {
        var schema = FILE.resolved(Json.asObject(parameter).get("schema"));
        var bare = List.of("integer", "number", "boolean").contains(String.valueOf(schema.get("type")));
        return FILE.faults(schema, bare ? value : Json.text(value));
    }

    private static Request request(Operation operation) throws Exception {
        var file = Path.of("..", "events", operation.kebab() + ".json");
        return Request.of(Json.readObject(Files.readAllBytes(file)));
    }
}
