package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omni.call.Caller;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.call.Operation;
import omni.call.Operation.Access.Kind;
import omni.endpoint.Endpoints;
import omni.fakes.Rig;
import omni.http.Reply;
import omni.http.Request;
import omni.http.Trace;
import omni.json.Fields;
import omni.json.Json;
import omni.meter.Body;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An endpoint asks a request for the names that the file describes, and for no others; it needs what the file says is
 * required, and refuses a value of another type by its name.
 */
class RequestAgreementTest {

    private static final ApiDescription FILE = ApiDescription.FILE;
    private static final Trace TRACE = new Trace("req_1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    /** One of two is needed, which a list of required names cannot say. */
    private static final Set<String> ONE_OF_TWO = Set.of("CreateOrganization", "QuoteBilling", "SetContract");

    /** Whose it is must be known before anything else of the request is looked at; FinishLoginTest has the rest. */
    private static final Set<String> STATE_FIRST = Set.of("FinishLogin");

    private final Rig rig = new Rig();

    /** Those that this module can run; the others need Stripe. A message to the MCP server is refused in the protocol's own form. */
    static List<Operation> described() {
        return OperationsTest.described().stream()
                .filter(operation -> operation.group() != Operation.Group.STRIPE)
                .filter(operation -> !operation.operationId().equals("CallMcp"))
                .toList();
    }

    static List<Operation> withBody() {
        return described().stream()
                .filter(operation ->
                        FILE.operation(operation.operationId()).node().containsKey("requestBody"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("described")
    void theNamesAskedForAreThoseDescribed(Operation operation) {
        var query = new ReadNames<String>();
        var body = new ReadNames<@Nullable Object>();

        ask(operation, query, body);

        if (STATE_FIRST.contains(operation.operationId())) {
            assertThat(parameters(operation)).containsAll(query.asked());
            return;
        }
        assertThat(query.asked()).as("query").isEqualTo(parameters(operation));
        assertThat(body.asked()).as("body").isEqualTo(properties(operation).keySet());
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void whatIsRequiredIsMissed(Operation operation) {
        var missed = faulty(ask(operation, Map.of(), Map.of()));

        if (!ONE_OF_TWO.contains(operation.operationId())) {
            assertThat(missed)
                    .isEqualTo(
                            new TreeSet<>(ApiDescription.texts(schema(operation).get("required"))));
        }
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void aValueOfAnotherTypeIsRefusedByItsName(Operation operation) {
        for (var name : properties(operation).keySet()) {
            var body = new LinkedHashMap<String, @Nullable Object>();
            body.put(name, List.of(List.of()));
            assertThat(faulty(ask(operation, Map.of(), body))).contains(name);
        }
    }

    private static Set<String> parameters(Operation operation) {
        return FILE.parameters(FILE.operation(operation.operationId()), "query").keySet();
    }

    private static Map<String, @Nullable Object> schema(Operation operation) {
        var body = ApiDescription.object(FILE.operation(operation.operationId()).node(), "requestBody");
        return FILE.json(body).map(FILE::resolved).orElse(Map.of());
    }

    private static Map<String, @Nullable Object> properties(Operation operation) {
        return ApiDescription.object(schema(operation), "properties");
    }

    /** The names at fault in a {@code validation_error}; none in any other reply. */
    private static Set<String> faulty(@Nullable Reply reply) {
        return reply instanceof Reply.Problem problem && problem.details().get("issues") instanceof List<?> issues
                ? issues.stream()
                        .map(issue -> ((Fields.Fault) issue).path())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /** The reply; null where the work needs more of a world than there is here, after the request was read. */
    private @Nullable Reply ask(Operation operation, Map<String, String> query, Map<String, @Nullable Object> body) {
        var request = new Request(
                operation.method(),
                operation.path(),
                pathParameters(operation),
                query,
                Map.of(),
                Map.of(),
                Map.of(),
                new Body(Json.write(body)),
                "192.0.2.1",
                Map.of());
        try {
            return endpoint(operation)
                    .handle(new Exchange(request, TRACE, caller(operation), body, Rig.NOW, null, false));
        } catch (RuntimeException | AssertionError e) {
            return null;
        }
    }

    private static Map<String, String> pathParameters(Operation operation) {
        var examples = new LinkedHashMap<String, String>();
        FILE.parameters(FILE.operation(operation.operationId()), "path")
                .forEach((name, parameter) -> examples.put(name, example(parameter)));
        return examples;
    }

    private static String example(@Nullable Object parameter) {
        var schema = FILE.resolved(Json.asObject(parameter).get("schema"));
        var values = ApiDescription.texts(schema.get("enum"));
        return values.isEmpty() ? "x" : values.getFirst();
    }

    private @Nullable Caller caller(Operation operation) {
        if (operation.access().withoutCredential()) {
            return null;
        }
        return operation.access().kind() == Kind.ORG ? rig.byKey("*") : rig.byCookie();
    }

    private Endpoint endpoint(Operation operation) {
        return rig.endpoint(Endpoints.of(operation.method(), operation.path()).orElseThrow());
    }
}
