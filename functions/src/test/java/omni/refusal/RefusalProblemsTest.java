package omni.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omni.billing.BillingPosition;
import omni.billing.BillingState;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.fakes.Bundled;
import omni.fakes.Rig;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Json;
import omni.meter.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 9.2 and 9.3, field by field. */
class RefusalProblemsTest {

    private static final MeterClass SECTION = Bundled.meterClass("section_extract");
    private static final BillingPosition PENDING =
            new BillingPosition(10, BillingState.PAYG_PENDING_CARD, PlanKey.SANDBOX_GRANT, PlanKey.PAYG);
    private static final BillingPosition PAYG =
            new BillingPosition(8, BillingState.PAYG_ACTIVE, PlanKey.PAYG, PlanKey.PAYG);

    private final RefusalProblems problems =
            new RefusalProblems(new Rig().foundation.configuration().settings());

    private static String details(Reply.Problem problem) {
        return Json.text(problem.details());
    }

    private static String step(String action, String method, String path, String docs, String who, String scope) {
        return "{\"action\":\"" + action + "\",\"method\":\"" + method + "\",\"path\":\"" + path
                + "\",\"docsUrl\":\"https://docs.example.com/" + docs + "\",\"who\":\"" + who + "\",\"scope\":" + scope
                + ",\"url\":null}";
    }

    private static final String MANAGE = "\"billing:manage\"";

    private static final String ACTIVATE =
            step("activate_payg", "POST", "/v1/billing/payg/activate", "pay-as-you-go", "any", MANAGE);
    private static final String CHECKOUT =
            step("start_checkout", "POST", "/v1/billing/checkout", "plans-and-pricing", "any", MANAGE);
    private static final String PORTAL =
            step("open_portal", "POST", "/v1/billing/portal", "billing-states", "any", MANAGE);
    private static final String BILLING = step("get_billing", "GET", "/v1/billing", "billing-states", "any", "null");
    private static final String RATES =
            step("get_billing_rates", "GET", "/v1/billing/rates", "plans-and-pricing", "any", "null");
    private static final String BUDGET = step("update_budget", "PUT", "/v1/billing/budget", "budgets", "human", MANAGE);
    private static final String APPROVAL =
            step("create_approval", "POST", "/v1/billing/approvals", "budgets", "human", MANAGE);
    private static final String KEYS = step("list_api_keys", "GET", "/v1/api_keys", "api-keys", "any", "null");

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            reason,                    action,                 steps
            STARTER_GRANT_EXHAUSTED,   resolve_billing_status, 'activate_payg,start_checkout'
            CARD_REQUIRED,             resolve_billing_status, 'activate_payg,start_checkout'
            PAYMENT_FAILED,            resolve_billing_status, 'open_portal'
            RESTRICTED,                contact_support,        'get_billing'
            PLAN_EXCLUDES_METER_CLASS, upgrade_plan,           'start_checkout,get_billing_rates'
            """)
    void billingRequiredNamesItsReasonAndTheWayOut(Refusal.Reason reason, String action, String steps) {
        var since = Instant.parse("2026-05-01T00:00:00Z");
        var problem = problems.of(new Refusal.BillingRequired(reason, PENDING, SECTION, 0, since));
        assertThat(problem.status()).isEqualTo(402);
        assertThat(problem.code()).isEqualTo(ErrorCode.BILLING_REQUIRED);
        var delinquent =
                reason == Refusal.Reason.PAYMENT_FAILED ? "\"delinquentSince\":\"2026-05-01T00:00:00.000Z\"," : "";
        assertThat(details(problem))
                .isEqualTo("{\"reason\":\"" + reason.name().toLowerCase(java.util.Locale.ROOT) + "\"," + delinquent
                        + "\"billingState\":\"payg_pending_card\",\"planKey\":\"payg\","
                        + "\"publicPlanKey\":\"sandbox_grant\",\"meterClass\":\"section_extract\","
                        + "\"freeGrantRemaining\":0,\"action\":\"" + action
                        + "\",\"retryable\":false,\"nextSteps\":[" + named(steps) + "]}");
        assertThat(problem.headers()).isEmpty();
    }

    private static String named(String steps) {
        var all = List.of(ACTIVATE, CHECKOUT, PORTAL, BILLING, RATES, BUDGET, APPROVAL, KEYS);
        return java.util.Arrays.stream(steps.split(",", -1))
                .map(name -> all.stream()
                        .filter(step -> step.startsWith("{\"action\":\"" + name + "\""))
                        .findFirst()
                        .orElseThrow())
                .collect(java.util.stream.Collectors.joining(","));
    }

    @Test
    void theContractsExampleIsAnsweredWordForWord() {
        var problem = problems.of(
                new Refusal.BillingRequired(Refusal.Reason.STARTER_GRANT_EXHAUSTED, PENDING, SECTION, 0, null));
        assertThat(problem.message()).isEqualTo("The starter grant is used up. Attach a card to continue.");
        assertThat(problem.docsPath()).isEqualTo("/pay-as-you-go");
    }

    private static final String POSITION = "\"billingState\":\"payg_active\",\"planKey\":\"payg\","
            + "\"publicPlanKey\":\"payg\",\"meterClass\":\"section_extract\",\"freeGrantRemaining\":0,";

    @Test
    void theHardCapsRefusalTellsItsSums() {
        var problem = problems.of(new Refusal.HardCapExceeded(
                PAYG, SECTION, 0, new Money(8_964_999), Money.ofCents(900), new Money(32_500)));
        assertThat(problem.code()).isEqualTo(ErrorCode.BILLING_BUDGET_HARD_CAP_EXCEEDED);
        assertThat(details(problem))
                .isEqualTo("{\"reason\":\"budget_hard_cap_exceeded\"," + POSITION
                        + "\"action\":\"raise_budget_cap\",\"retryable\":false,\"nextSteps\":[" + BUDGET
                        + "],\"accruedUsageCents\":896,\"requestCostCents\":3,\"requestCostUsd\":0.0325,"
                        + "\"spendCapCents\":900}");
    }

    @Test
    void theApprovalsRefusalTellsItsSums() {
        var problem = problems.of(new Refusal.ApprovalRequired(
                PAYG, SECTION, 0, new Money(5_000), 500, Money.ofCents(250), new Money(50_000)));
        assertThat(problem.code()).isEqualTo(ErrorCode.BILLING_BUDGET_APPROVAL_REQUIRED);
        assertThat(details(problem))
                .isEqualTo("{\"reason\":\"budget_approval_required\"," + POSITION
                        + "\"action\":\"request_budget_approval\",\"retryable\":false,\"nextSteps\":[" + APPROVAL + ","
                        + BUDGET + "],\"accruedUsageCents\":1,\"requestCostCents\":5,\"requestCostUsd\":0.05,"
                        + "\"approvalThresholdCents\":500,\"approvedCents\":250}");
    }

    @Test
    void theKeyLimitTellsLimitAndCount() {
        var problem = problems.keyLimit(PAYG, 7, 3, 4);
        assertThat(problem.code()).isEqualTo(ErrorCode.API_KEY_LIMIT_REACHED);
        assertThat(details(problem))
                .isEqualTo("{\"reason\":\"api_key_limit\",\"billingState\":\"payg_active\",\"planKey\":\"payg\","
                        + "\"publicPlanKey\":\"payg\",\"meterClass\":\"platform_read\",\"freeGrantRemaining\":7,"
                        + "\"action\":\"revoke_key_or_upgrade_plan\",\"retryable\":false,\"nextSteps\":[" + KEYS + ","
                        + CHECKOUT + "],\"activeKeyLimit\":3,\"activeCount\":4}");
    }

    /** Who has a contract and no subscription finds nothing to change in the portal. */
    @Test
    void whatLivesAlreadyIsChangedWhereItCanBe() {
        assertThat(problems.subscriptionActive().hint())
                .isEqualTo(
                        "A subscription is changed and canceled in the billing portal, a contract by our sales team.");
    }

    @Test
    void theRateLimitTellsWhenToComeBack() {
        var problem = problems.of(new Refusal.RateLimited(SECTION, PlanKey.TEAM, 360, 12));
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.message()).isEqualTo("Rate limit exceeded on the team plan for section_extract requests.");
        assertThat(details(problem))
                .isEqualTo(
                        "{\"meterClass\":\"section_extract\",\"limit\":360,\"period\":\"minute\",\"planKey\":\"team\","
                                + "\"upgradeUrl\":\"https://example.com/pricing\",\"action\":\"retry_after\","
                                + "\"retryAfterSeconds\":12,\"retryable\":true}");
        assertThat(problem.headers()).containsEntry("Retry-After", "12").containsEntry("Omni-Quota-Limit", "360");
    }

    @Test
    void theAiQuotaTellsWhenItComesBack() {
        var problem = problems.of(new Refusal.AiQuotaExceeded(
                PlanKey.SANDBOX_GRANT, 10, 10, Instant.parse("2026-06-01T00:00:00Z"), 86_400));
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.message()).isEqualTo("Monthly AI query quota exhausted (10/10).");
        assertThat(details(problem))
                .isEqualTo("{\"quotaFamily\":\"ai_queries\",\"aiQueryQuotaLimit\":10,\"aiQueryQuotaUsed\":10,"
                        + "\"aiQueryQuotaRemaining\":0,\"aiQueryQuotaResetAt\":\"2026-06-01T00:00:00.000Z\","
                        + "\"planKey\":\"sandbox_grant\",\"upgradeUrl\":\"https://example.com/pricing\","
                        + "\"docsUrl\":\"https://docs.example.com/limits\","
                        + "\"action\":\"wait_for_quota_reset_or_upgrade\",\"retryAfterSeconds\":86400,"
                        + "\"retryable\":false}");
        assertThat(problem.headers()).containsEntry("Retry-After", "86400").containsEntry("Omni-Quota-Limit", "10");
    }

    @Test
    void aRefusedKeyReadsAsEveryBadCredential() {
        var problem = problems.of(new Refusal.KeyRefused());
        assertThat(problem).isEqualTo(RefusalProblems.authenticationFailed());
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.headers()).isEmpty();
    }

    @ParameterizedTest(name = "row {0}: {1}")
    @CsvSource({"1,restricted", "2,payment_failed", "3,payment_failed"})
    void aRestrictedOrganizationIsToldWhichRowRestrictsIt(int row, String reason) {
        var position = new BillingPosition(row, BillingState.RESTRICTED_READ_ONLY, PlanKey.PAYG, PlanKey.SANDBOX_GRANT);
        assertThat(problems.restricted(position, 3, null).details())
                .containsEntry("reason", reason)
                .doesNotContainKey("delinquentSince");
    }

    /** Contract 9.2: each action is an operation of section 1 in snake case, with its method and path. */
    @Test
    void aNextStepIsAnOperationThatExistsOrIsPromised() {
        for (var step : NextStep.values()) {
            var entry = step.entry(new Rig().foundation.configuration().settings());
            var action = entry.action();
            for (var endpoint : omni.endpoint.Endpoints.values()) {
                var operation = endpoint.operation();
                if (operation.kebab().replace('-', '_').equals(action)) {
                    assertThat(entry)
                            .returns(operation.method(), NextStep.Entry::method)
                            .returns(operation.path(), NextStep.Entry::path);
                }
            }
        }
    }
}
