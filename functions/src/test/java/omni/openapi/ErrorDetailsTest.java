package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.http.ErrorCode;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors on record carry the {@code details} that the contract promises for their code: sections 3.3, 3.4, 9, 11.5, 11.6. */
class ErrorDetailsTest {

    private static final Set<String> OF_ALL_402 = Set.of(
            "reason",
            "billingState",
            "planKey",
            "publicPlanKey",
            "meterClass",
            "freeGrantRemaining",
            "action",
            "retryable",
            "nextSteps");

    /** Beyond {@code retryable}; a code without a row promises no more than that. */
    private static final Map<ErrorCode, Set<String>> PROMISED = Map.ofEntries(
            Map.entry(ErrorCode.VALIDATION_ERROR, Set.of("issues")),
            Map.entry(ErrorCode.INVALID_QUERY_PARAMETER, Set.of("parameter")),
            Map.entry(ErrorCode.INVALID_REQUEST_PARAMETER, Set.of("parameter")),
            Map.entry(ErrorCode.BILLING_REQUIRED, OF_ALL_402),
            Map.entry(ErrorCode.API_KEY_LIMIT_REACHED, OF_ALL_402),
            Map.entry(ErrorCode.INSUFFICIENT_SCOPE, Set.of("requiredScopes", "grantedScopes", "loginUrl", "nextSteps")),
            Map.entry(ErrorCode.HUMAN_AUTH_REQUIRED, Set.of("loginUrl", "nextSteps")),
            Map.entry(ErrorCode.OPERATOR_SCOPE_REQUIRED, Set.of("requiredScopes", "grantedScopes")),
            Map.entry(ErrorCode.APPROVAL_EXCEEDS_HARD_CAP, Set.of("maxAmountCents")),
            Map.entry(ErrorCode.SALES_CONTACT_REQUIRED, Set.of("contactUrl")),
            Map.entry(ErrorCode.SUBSCRIPTION_ALREADY_ACTIVE, Set.of("nextSteps")),
            Map.entry(ErrorCode.BILLING_CUSTOMER_MISSING, Set.of("nextSteps")));

    private static final Map<String, Set<String>> PROMISED_BY_REASON =
            Map.of("api_key_limit", Set.of("activeKeyLimit", "activeCount"));

    /** Not on record: answered by the shell, the meter, the webhook or the upstream, whose own tests read the answers. */
    private static final Set<ErrorCode> NOT_ON_RECORD = Set.of(
            ErrorCode.INVALID_JSON, // ShellConventionsTest
            ErrorCode.UNKNOWN_MESSAGE_TYPE, // ChatInboxTest
            ErrorCode.MCP_TOOL_CIRCUIT_OPEN, // CallMcpTest
            ErrorCode.INVALID_IDEMPOTENCY_KEY, // IdempotentCallTest
            ErrorCode.INVALID_WEBHOOK_SIGNATURE, // WebhookTest
            ErrorCode.MISSING_API_KEY, // CredentialsTest
            ErrorCode.MISSING_BROWSER_SESSION, // CredentialsTest
            ErrorCode.BILLING_BUDGET_HARD_CAP_EXCEEDED, // RefusalProblemsTest
            ErrorCode.BILLING_BUDGET_APPROVAL_REQUIRED, // RefusalProblemsTest
            ErrorCode.ORGANIZATION_MISSING, // MembersTest
            ErrorCode.ORIGIN_NOT_ALLOWED, // CredentialsTest
            ErrorCode.METHOD_NOT_ALLOWED, // ShellConventionsTest
            ErrorCode.IDEMPOTENCY_IN_FLIGHT, // IdempotentCallTest
            ErrorCode.IDEMPOTENCY_REPLAY_TOO_LARGE, // IdempotentCallTest
            ErrorCode.APPROVAL_THRESHOLD_NOT_SET, // BudgetEndpointsTest
            ErrorCode.APPROVAL_LIMIT_REACHED, // BudgetEndpointsTest
            ErrorCode.REQUEST_TOO_LARGE, // ShellConventionsTest
            ErrorCode.IDEMPOTENCY_KEY_REUSED, // IdempotentCallTest
            ErrorCode.RATE_LIMIT_EXCEEDED, // ShellAnswersTest
            ErrorCode.RATE_LIMITED, // PublicRoutesTest
            ErrorCode.AI_QUERY_QUOTA_EXCEEDED, // BudgetRaceTest
            ErrorCode.INTERNAL_ERROR, // ShellAnswersTest
            ErrorCode.WEBHOOK_PROCESSING_FAILED, // WebhookTest
            ErrorCode.UPSTREAM_UNAVAILABLE, // ForwardCatalogRouteTest
            ErrorCode.UPSTREAM_RESPONSE_TOO_LARGE, // ForwardCatalogRouteTest
            ErrorCode.SERVICE_UNAVAILABLE, // ShellAnswersTest
            ErrorCode.METERING_UNAVAILABLE, // ShellAnswersTest
            ErrorCode.WEBHOOK_NOT_CONFIGURED, // WebhookTest
            ErrorCode.UPSTREAM_TIMEOUT); // UpstreamTest

    /** The action of each reason on record, then its next steps (contract 9.2); RefusalProblemsTest holds all eight. */
    private static final Map<String, List<String>> WAYS_OUT = Map.of(
            "starter_grant_exhausted", List.of("resolve_billing_status", "activate_payg", "start_checkout"),
            "api_key_limit", List.of("revoke_key_or_upgrade_plan", "list_api_keys", "start_checkout"));

    static Stream<GoldenFile> errors() {
        return GoldenFile.all()
                .filter(golden -> golden.status() >= 400)
                .filter(golden -> "error".equals(body(golden).get("object")));
    }

    private static Map<String, @Nullable Object> body(GoldenFile golden) {
        try {
            return Json.readObject(golden.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new AssertionError(golden.name(), e);
        }
    }

    private static ErrorCode code(GoldenFile golden) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.wire().equals(body(golden).get("code")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, @Nullable Object> details(GoldenFile golden) {
        return Json.asObject(body(golden).get("details"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void theDetailsAreThoseThatTheCodePromises(GoldenFile golden) {
        var details = details(golden);
        var code = code(golden);
        assertThat(golden.status()).isEqualTo(code.status());
        assertThat(body(golden)).containsEntry("type", code.type());
        assertThat(details).containsKey("retryable");
        assertThat(details.keySet()).containsAll(PROMISED.getOrDefault(code, Set.of()));
        var reason = Objects.toString(details.get("reason"), "");
        assertThat(details.keySet()).containsAll(PROMISED_BY_REASON.getOrDefault(reason, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aValidationErrorNamesItsFirstIssue(GoldenFile golden) {
        if (code(golden) != ErrorCode.VALIDATION_ERROR) {
            return;
        }
        var issues = (List<?>) Objects.requireNonNull(details(golden).get("issues"));
        var first = Json.asObject(issues.getFirst());
        assertThat(body(golden)).containsEntry("message", first.get("path") + ": " + first.get("message") + ".");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void a402SaysWhatToDoNext(GoldenFile golden) {
        if (golden.status() != 402) {
            return;
        }
        var details = details(golden);
        var steps = ((List<?>) Objects.requireNonNull(details.get("nextSteps")))
                .stream().map(Json::asObject).toList();
        var said = Stream.concat(
                        Stream.of(String.valueOf(details.get("action"))),
                        steps.stream().map(step -> String.valueOf(step.get("action"))))
                .toList();
        assertThat(said).isEqualTo(WAYS_OUT.get(String.valueOf(details.get("reason"))));
        assertThat(steps)
                .allSatisfy(step -> assertThat(step)
                        .containsOnlyKeys("action", "method", "path", "docsUrl", "who", "scope", "url"));
        assertThat(details).containsEntry("retryable", false);
    }

    @Test
    void everyCodeIsOnRecordOrKnownNotToBe() {
        var recorded = errors().map(ErrorDetailsTest::code).collect(Collectors.toSet());
        assertThat(recorded).doesNotContainAnyElementsOf(NOT_ON_RECORD);
        assertThat(Stream.concat(recorded.stream(), NOT_ON_RECORD.stream())).containsAll(List.of(ErrorCode.values()));
    }
}
