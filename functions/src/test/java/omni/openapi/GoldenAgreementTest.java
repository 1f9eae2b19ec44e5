package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.call.Operation;
import omni.http.ErrorCode;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers on record are ones that the file describes, and there is one for each answer that an operation gives itself. */
class GoldenAgreementTest {

    private static final ApiDescription FILE = ApiDescription.FILE;

    /** Of the protocol, the same everywhere; the file says what they mean where they mean anything. */
    private static final Set<String> OF_EVERY_ANSWER =
            Set.of("Cache-Control", "Content-Type", "Strict-Transport-Security", "Vary", "X-Content-Type-Options");

    private static final String GONE = "needs an organization that goes between authentication and work";
    private static final String STRIPE =
            "needs Stripe; the stories of the local world hold its answers against the file";

    /**
     * Answers without a golden, and why. What the shell answers for every operation alike is not looked for here: tests of
     * the shell have it.
     */
    private static final Map<String, String> NOT_ON_RECORD = Map.ofEntries(
            Map.entry("GetOpenApi 200", "its body is the file itself"),
            Map.entry("GetAgentsOverview 200", "recorded as a page and as Markdown by AgentsGoldenTest"),
            Map.entry("StartLogin 302", "its address and cookie are random; StartLoginTest reads them"),
            Map.entry("FinishLogin 200", "a page with a secret; FinishLoginTest reads it"),
            Map.entry("FinishLogin 302", "its cookie is random; FinishLoginTest reads it"),
            Map.entry("CallMcp 429", "as 402, under the limit's own status; the stories of the local world meet it"),
            Map.entry("CallMcp 503", "CallMcpTest lets an upstream fail"),
            Map.entry("GetOrganization 404", GONE),
            Map.entry("GetBilling 404", GONE),
            Map.entry("GetDashboardOverview 404", GONE),
            Map.entry("QuoteBilling 404", GONE),
            Map.entry("UpdateBudget 404", GONE),
            Map.entry("CreateApproval 404", GONE),
            Map.entry("ActivatePayg 404", GONE),
            Map.entry("StartCheckout 404", GONE),
            Map.entry("ReceiveStripeEvent 200", STRIPE),
            Map.entry("ReceiveStripeEvent 400", STRIPE),
            Map.entry("ReceiveStripeEvent 503", STRIPE),
            Map.entry("ReceiveStripeEvent 500", STRIPE));

    static Stream<GoldenFile> goldens() {
        return GoldenFile.all().filter(golden -> !golden.isOfNoOperation());
    }

    static List<Operation> described() {
        return OperationsTest.described();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void anAnswerOnRecordIsDescribed(GoldenFile golden) {
        var operation = FILE.operation(golden.operationId());
        var type = golden.headers().getOrDefault("Content-Type", "");

        assertThat(FILE.faults(
                        operation.method(),
                        operation.path().replaceAll("\\{[^}]*}", "x"),
                        golden.status(),
                        type,
                        golden.body()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void itsHeadersAreDescribedAndThoseRequiredAreThere(GoldenFile golden) {
        var response =
                FILE.resolved(FILE.operation(golden.operationId()).responses().get(Integer.toString(golden.status())));
        var described = FILE.headers(response).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        for (var header : golden.headers().entrySet()) {
            if (!OF_EVERY_ANSWER.contains(header.getKey()) && !header.getKey().startsWith("Access-Control-")) {
                assertThat(described).containsKey(header.getKey());
                assertThat(faults(described.get(header.getKey()), header.getValue()))
                        .as(header.toString())
                        .isEmpty();
            }
        }
        described.forEach((name, header) -> {
            if (Boolean.TRUE.equals(header.get("required"))) {
                assertThat(golden.headers()).containsKey(name);
            }
        });
    }

    /** A header's text as the JSON that its schema speaks of. */
    private static List<String> faults(@Nullable Object header, String value) {
        var schema = FILE.resolved(Json.asObject(header).get("schema"));
        var json = "integer".equals(schema.get("type")) ? value : '"' + value.replace("\"", "\\\"") + '"';
        return FILE.faults(schema, json);
    }

    @Test
    void everyAnswerThatAnOperationGivesItselfIsOnRecord() {
        var recorded = GoldenFile.all()
                .filter(golden -> !golden.isOfNoOperation())
                .map(golden -> golden.operationId() + " " + golden.status())
                .collect(Collectors.toCollection(TreeSet::new));
        var missing = new ArrayList<String>();
        for (var operation : described()) {
            own(operation).stream()
                    .map(status -> operation.operationId() + " " + status)
                    .filter(answer -> !recorded.contains(answer) && !NOT_ON_RECORD.containsKey(answer))
                    .forEach(missing::add);
        }

        assertThat(missing)
                .as("record a golden, or say above why there is none")
                .isEmpty();
        assertThat(NOT_ON_RECORD.keySet()).as("is on record after all").noneMatch(recorded::contains);
    }

    /** Statuses of success, and of errors that are the operation's own. */
    private static Set<String> own(Operation operation) {
        var described = FILE.operation(operation.operationId());
        var shell = ShellCodes.of(operation);
        var errors = described.errorCodes().stream()
                .filter(code -> !shell.contains(code))
                .map(code -> Integer.toString(ErrorCode.valueOf(code.toUpperCase(java.util.Locale.ROOT))
                        .status()));
        var answers = described.responses().keySet().stream().filter(status -> status.compareTo("400") < 0);
        return Stream.concat(answers, errors).collect(Collectors.toCollection(TreeSet::new));
    }
}
