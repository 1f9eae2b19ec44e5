package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.endpoint.Endpoints;
import omni.fakes.Bundled;
import omni.http.ErrorCode;
import omni.openapi.ApiDescription.Described;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file's operations are those of {@link Endpoints}: route, caller, scope, meter class, headers that count, errors. */
class OperationsTest {

    /** Answered by routes that the file leaves to the catalog, or by no route at all. */
    private static final Set<ErrorCode> OF_OTHER_ROUTES = Set.of(
            ErrorCode.ROUTE_NOT_FOUND,
            ErrorCode.UNKNOWN_MESSAGE_TYPE,
            ErrorCode.METHOD_NOT_ALLOWED,
            ErrorCode.UPSTREAM_UNAVAILABLE,
            ErrorCode.UPSTREAM_RESPONSE_TOO_LARGE);

    private static final ApiDescription FILE = ApiDescription.FILE;

    static List<Operation> described() {
        return Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .filter(operation -> !operation.catchesAll())
                .toList();
    }

    @Test
    void theFileHasTheRoutesOfTheProductAndNoOther() {
        var product = described().stream()
                .flatMap(operation -> operation.paths().stream()
                        .map(path -> operation.operationId() + " " + operation.method() + " " + path));

        assertThat(FILE.operations().stream()
                        .map(operation -> operation.ownId() + " " + operation.method() + " " + operation.path()))
                .containsExactlyInAnyOrderElementsOf(product.toList());
        assertThat(FILE.operations().stream().map(Described::operationId)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("described")
    void whoMayCallIsSaid(Operation operation) {
        var schemes = switch (operation.access().kind()) {
            case PUBLIC -> List.<String>of();
            case ORG -> List.of("ApiKey", "Bearer", "Session");
            case HUMAN, HUMAN_ANYWHERE -> List.of("Bearer", "Session");
            case COOKIE -> List.of("Session");
            case SIGNED -> List.of("StripeSignature");
        };
        for (var described : of(operation)) {
            assertThat(described.node().get("security"))
                    .isEqualTo(schemes.stream()
                            .map(scheme -> Map.of(scheme, List.of()))
                            .toList());
            assertThat(described.node().get("x-required-scope")).isEqualTo(scope(operation));
            assertThat(described.node().get("x-meter-class")).isEqualTo(meterClass(operation));
        }
    }

    @ParameterizedTest
    @MethodSource("described")
    void headersThatChangeAnAnswerAreSaid(Operation operation) {
        var keyed = operation.honorsIdempotencyKey() || operation.meter() == Operation.Meter.CATALOG;
        for (var described : of(operation)) {
            var headers = FILE.parameters(described, "header").keySet();
            assertThat(headers.contains("Idempotency-Key")).isEqualTo(keyed);
            assertThat(headers.contains("omni-version"))
                    .isEqualTo(operation.path().startsWith("/v1/"));
            assertThat(FILE.parameters(described, "path").keySet())
                    .isEqualTo(Stream.of(operation.path().split("/", -1))
                            .filter(segment -> segment.startsWith("{"))
                            .map(segment -> segment.substring(1, segment.length() - 1))
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("described")
    void everyErrorHasItsStatusAndEveryStatusItsErrors(Operation operation) {
        for (var described : of(operation)) {
            assertThat(described.errorCodes()).doesNotHaveDuplicates().containsAll(ShellCodes.of(operation));
            var statuses = described.errorCodes().stream()
                    .map(code -> ErrorCode.valueOf(code.toUpperCase(java.util.Locale.ROOT)))
                    .map(code -> Integer.toString(code.status()))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (operation.operationId().equals("CallMcp")) {
                statuses.add("404"); // an unknown method of JSON-RPC, told by the protocol's own code
            }
            assertThat(described.responses().keySet().stream().filter(status -> status.compareTo("400") >= 0))
                    .containsExactlyInAnyOrderElementsOf(statuses);
            assertThat(described.responses().keySet()).anyMatch(status -> status.compareTo("400") < 0);
        }
    }

    @Test
    void everyErrorCodeIsNamedAndBelongsToAnOperation() {
        var codes = Stream.of(ErrorCode.values()).map(ErrorCode::wire).toList();
        var ofOperations = FILE.operations().stream().flatMap(operation -> operation.errorCodes().stream());
        var ofOthers = OF_OTHER_ROUTES.stream().map(ErrorCode::wire);

        assertThat(ApiDescription.texts(
                        ApiDescription.object(FILE.schemas(), "ErrorCode").get("enum")))
                .containsExactlyInAnyOrderElementsOf(codes);
        assertThat(Stream.concat(ofOperations, ofOthers).distinct()).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void everyComponentIsReached() {
        var reached = new HashSet<String>();
        var waiting = new ArrayDeque<@Nullable Object>();
        FILE.operations().forEach(operation -> waiting.add(operation.node()));
        while (!waiting.isEmpty()) {
            switch (waiting.poll()) {
                case Map<?, ?> object -> {
                    if (object.get("$ref") instanceof String ref && reached.add(ref)) {
                        assertThat(FILE.resolved(Map.of("$ref", ref))).as(ref).isNotEmpty();
                        waiting.add(FILE.resolved(Map.of("$ref", ref)));
                    }
                    object.values().stream().filter(value -> value != null).forEach(waiting::add);
                }
                case List<?> list ->
                    list.stream().filter(value -> value != null).forEach(waiting::add);
                case null, default -> {}
            }
        }
        for (var kind : List.of("schemas", "responses", "headers", "parameters")) {
            assertThat(FILE.components(kind).keySet().stream().map(name -> "#/components/" + kind + "/" + name))
                    .allMatch(reached::contains);
        }
    }

    private static List<Described> of(Operation operation) {
        var found = FILE.operations().stream()
                .filter(described -> described.ownId().equals(operation.operationId()))
                .toList();
        assertThat(found).as(operation.operationId()).hasSameSizeAs(operation.paths());
        return found;
    }

    private static @Nullable String scope(Operation operation) {
        return operation.meter() == Operation.Meter.CATALOG
                ? "read:sec"
                : operation.access().scope();
    }

    private static @Nullable String meterClass(Operation operation) {
        return switch (operation.meter()) {
            case UNMETERED -> null;
            case FREE -> "platform_read";
            case CATALOG ->
                Bundled.CATALOG
                        .match(operation.method(), operation.path())
                        .orElseThrow()
                        .meterClass()
                        .key();
        };
    }
}
