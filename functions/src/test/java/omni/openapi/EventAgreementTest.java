package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void anEventsQueryPathAndBodyAreDescribed(Operation operation) throws Exception {
        var file = Path.of("..", "events", operation.kebab() + ".json");

        assertThat(faults(operation, Request.of(Json.readObject(Files.readAllBytes(file)))))
                .isEmpty();
    }

    /** What of a request is not as its operation is described. */
    static List<String> faults(Operation operation, Request request) {
        var described = FILE.operation(operation.operationId());
        var faults = new ArrayList<String>();
        faults(faults, FILE.parameters(described, "query"), request.query());
        var inPath = FILE.parameters(described, "path");
        faults(faults, inPath, request.pathParameters());
        if (!request.pathParameters().keySet().equals(inPath.keySet())) {
            faults.add("the path has other parameters");
        }
        var body = new String(request.body().bytes(), StandardCharsets.UTF_8);
        var bodyDescribed = ApiDescription.object(described.node(), "requestBody");
        if (!body.isEmpty()) {
            faults.addAll(FILE.faults(FILE.json(bodyDescribed).orElseThrow(), body));
        } else if (Boolean.TRUE.equals(bodyDescribed.get("required"))) {
            faults.add("a body is required");
        }
        return faults;
    }

    private static void faults(
            List<String> faults, Map<String, Map<String, @Nullable Object>> parameters, Map<String, String> values) {
        values.forEach((name, value) -> {
            if (!parameters.containsKey(name)) {
                faults.add("there is no parameter " + name);
            } else {
                faults.addAll(faults(parameters.get(name), value));
            }
        });
    }

    /** A parameter's text as the JSON that its schema speaks of. */
    private static List<String> faults(@Nullable Object parameter, String value) {
        var schema = FILE.resolved(Json.asObject(parameter).get("schema"));
        var bare = List.of("integer", "number", "boolean").contains(String.valueOf(schema.get("type")));
        return FILE.faults(schema, bare ? value : Json.text(value));
    }
}
