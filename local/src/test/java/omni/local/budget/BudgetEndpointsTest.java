package omni.local.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import omni.account.Account;
import omni.billing.BudgetCaps;
import omni.local.budget.BudgetWorld.Answer;
import omni.local.budget.BudgetWorld.Customer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetEndpointsTest {

    private static final String BUDGET = "/v1/billing/budget";
    private static final String APPROVALS = "/v1/billing/approvals";
    private static BudgetWorld world;

    @BeforeAll
    static void start() {
        world = BudgetWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static List<JsonNode> events(Customer customer, String query) {
        var answer = customer.person("GET", "/v1/events?" + query, null);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return data(answer);
    }

    private static List<JsonNode> data(Answer answer) {
        return StreamSupport.stream(answer.json().path("data").spliterator(), false)
                .toList();
    }

    @Test
    void nullClearsAndAbsentLeaves() throws Exception {
        var customer = world.payer(0);
        var first = customer.person(
                "PUT", BUDGET, "{\"spendCapCents\":1000,\"softCapCents\":750,\"approvalThresholdCents\":500}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("object").asText()).isEqualTo("billing_budget_update");
        assertThat(first.json().path("budget").path("spendCapCents").asLong()).isEqualTo(1000);
        var second = customer.person("PUT", BUDGET, "{\"softCapCents\":null,\"spendCapCents\":0}");
        assertThat(second.json().path("budget").path("softCapCents").isNull()).isTrue();
        assertThat(second.json().path("budget").path("hardCapReached").asBoolean())
                .isTrue();
        assertThat(customer.account().caps()).isEqualTo(new BudgetCaps(0L, null, 500L));
        var read = customer.person("GET", "/v1/billing", null).json().path("budget");
        assertThat(read).isEqualTo(second.json().path("budget"));
    }

    @Test
    void aChangeIsRecordedWithActorAndBothValues() throws Exception {
        var customer = world.payer(0);
        var manager = customer.newKey(true, "billing:manage");
        customer.as(manager, "PUT", BUDGET, "{\"spendCapCents\":1000}");
        customer.person("PUT", BUDGET, "{\"spendCapCents\":2000,\"softCapCents\":5}");
        var events = events(customer, "type=budget.updated");
        assertThat(events).hasSize(2);
        var byPerson = events.stream()
                .filter(event -> event.path("authMode").asText().equals("session"))
                .findFirst()
                .orElseThrow();
        assertThat(byPerson.path("kind").asText()).isEqualTo("audit");
        assertThat(byPerson.path("category").asText()).isEqualTo("budget");
        assertThat(byPerson.path("outcome").asText()).isEqualTo("succeeded");
        assertThat(byPerson.path("source").asText()).isEqualTo("api");
        assertThat(byPerson.path("orgId").asText()).isEqualTo(customer.orgId);
        assertThat(byPerson.path("actorPrincipalId").asText()).startsWith("usr_");
        assertThat(byPerson.path("requestId").asText()).startsWith("req_");
        var data = byPerson.path("data");
        assertThat(data.path("previous").path("spendCapCents").asLong()).isEqualTo(1000);
        assertThat(data.path("previous").path("softCapCents").isNull()).isTrue();
        assertThat(data.path("new").path("spendCapCents").asLong()).isEqualTo(2000);
        assertThat(data.path("new").path("softCapCents").asLong()).isEqualTo(5);
    }

    @ParameterizedTest(name = "{0} changes nothing")
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {"spendCapCents":100}
            {"softCapCents":null}
            {"other":1}
            """)
    void whatChangesNothingRaisesNoVersionAndNoEvent(String body) throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"spendCapCents\":100}");
        var before = customer.account();
        var answer = customer.person("PUT", BUDGET, body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("budget").path("spendCapCents").asLong()).isEqualTo(100);
        assertThat(customer.account().factsVersion()).isEqualTo(before.factsVersion());
        assertThat(events(customer, "type=budget.updated")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"spendCapCents":-1}                                    | spendCapCents
            {"spendCapCents":1000000001}                            | spendCapCents
            {"softCapCents":1.5}                                    | softCapCents
            {"approvalThresholdCents":"5"}                          | approvalThresholdCents
            {"softCapCents":11,"spendCapCents":10}                  | softCapCents
            {"softCapCents":[],"spendCapCents":true}                | spendCapCents,softCapCents
            """)
    void aBadBudgetIsRefusedAndNothingChanges(String body, String paths) throws Exception {
        var customer = world.payer(0);
        var before = customer.account();
        var answer = customer.person("PUT", BUDGET, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("validation_error");
        assertThat(StreamSupport.stream(answer.details().path("issues").spliterator(), false)
                        .map(issue -> issue.path("path").asText()))
                .containsExactly(paths.split(","));
        assertThat(customer.account().caps()).isEqualTo(before.caps());
        assertThat(events(customer, "type=budget.updated")).isEmpty();
    }

    @Test
    void aSoftCapAboveTheStoredCapIsAllowedAsOnlyOneBodyIsCompared() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"spendCapCents\":10}");
        assertThat(customer.person("PUT", BUDGET, "{\"softCapCents\":11}").status())
                .isEqualTo(200);
    }

    @Test
    void whoMayNotChangeTheBudgetChangesNothing() throws Exception {
        var customer = world.payer(0);
        var body = "{\"spendCapCents\":1}";
        var test = customer.as(customer.newKey(false, "billing:manage"), "PUT", BUDGET, body);
        assertThat(test.status()).isEqualTo(403);
        assertThat(test.code()).isEqualTo("livemode_required");
        var reader = customer.program("PUT", BUDGET, body);
        assertThat(reader.code()).isEqualTo("insufficient_scope");
        assertThat(reader.response().headers().firstValue("Omni-Required-Scopes"))
                .contains("billing:manage");
        assertThat(customer.account().caps()).isEqualTo(BudgetCaps.NONE);
        assertThat(events(customer, "type=budget.updated")).isEmpty();
    }

    @Test
    void updatesOfDifferentBoundsAtOnceBothSurvive() throws Exception {
        var customer = world.payer(0);
        var bodies = List.of("{\"spendCapCents\":10}", "{\"softCapCents\":7}", "{\"approvalThresholdCents\":9}");
        var answers = BudgetWorld.race(12, index -> customer.person("PUT", BUDGET, bodies.get(index % 3)));
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(customer.account().caps()).isEqualTo(new BudgetCaps(10L, 7L, 9L));
        assertThat(events(customer, "type=budget.updated")).hasSize(3);
    }

    @Test
    void anApprovalLetsThroughWhatTheThresholdStopped() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":1}");
        var path = "/v1/entities/resolve?ticker=AAPL";
        assertThat(customer.program("GET", path, null).status()).isEqualTo(200);
        assertThat(customer.program("GET", path, null).code()).isEqualTo("billing_budget_approval_required");
        var made = customer.person("POST", APPROVALS, "{\"amountCents\":1,\"expiresInSeconds\":null}");
        assertThat(made.status()).isEqualTo(201);
        var approval = made.json();
        assertThat(approval.path("object").asText()).isEqualTo("billing_approval");
        assertThat(approval.path("id").asText()).startsWith("apr_");
        assertThat(approval.path("status").asText()).isEqualTo("active");
        assertThat(approval.path("invoicePeriod").asText())
                .isEqualTo(approval.path("createdAt").asText().substring(0, 7));
        assertThat(approval.path("expiresAt").asText()).endsWith("-01T00:00:00.000Z");
        assertThat(approval.path("createdByPrincipalId").asText()).startsWith("usr_");
        assertThat(approval.path("requestId").asText())
                .isEqualTo(made.response().headers().firstValue("Request-Id").orElseThrow());
        assertThat(customer.program("GET", path, null).status()).isEqualTo(200);
        var refused = customer.program("GET", path, null);
        assertThat(refused.code()).isEqualTo("billing_budget_approval_required");
        assertThat(refused.details().path("approvedCents").asLong()).isOne();
        var recorded = events(customer, "type=billing.approval.created");
        assertThat(recorded).hasSize(1);
        assertThat(recorded.getFirst().path("data").path("approvalId").asText())
                .isEqualTo(approval.path("id").asText());
    }

    @Test
    void eachRefusalOfAnApprovalHasItsCodeAndChangesNothing() throws Exception {
        var customer = world.payer(0);
        assertThat(customer.person("POST", APPROVALS, "{\"amountCents\":1}").code())
                .isEqualTo("approval_threshold_not_set");
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":100,\"spendCapCents\":150}");
        var exceeds = customer.person("POST", APPROVALS, "{\"amountCents\":51}");
        assertThat(exceeds.status()).isEqualTo(409);
        assertThat(exceeds.code()).isEqualTo("approval_exceeds_hard_cap");
        assertThat(exceeds.details().path("maxAmountCents").asLong()).isEqualTo(50);
        for (var body : List.of(
                "{}",
                "{\"amountCents\":0}",
                "{\"amountCents\":1000000001}",
                "{\"amountCents\":null}",
                "{\"amountCents\":1,\"expiresInSeconds\":59}",
                "{\"amountCents\":1,\"expiresInSeconds\":2678401}")) {
            assertThat(customer.person("POST", APPROVALS, body).code()).as(body).isEqualTo("validation_error");
        }
        var manager = customer.newKey(true, "billing:manage");
        assertThat(customer.as(manager, "POST", APPROVALS, "{\"amountCents\":1}")
                        .code())
                .isEqualTo("human_auth_required");
        assertThat(customer.account().approvals()).isEmpty();
        assertThat(data(customer.person("GET", APPROVALS, null))).isEmpty();
        assertThat(events(customer, "type=billing.approval.created")).isEmpty();
    }

    @Test
    void fourAreActiveAtMostAndTheExpiredMakeRoom() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":100}");
        for (var index = 0; index < Account.MAX_APPROVALS; index++) {
            assertThat(customer.person("POST", APPROVALS, "{\"amountCents\":1,\"expiresInSeconds\":60}")
                            .status())
                    .isEqualTo(201);
        }
        assertThat(customer.person("POST", APPROVALS, "{\"amountCents\":1}").code())
                .isEqualTo("approval_limit_reached");
        world.advance(Duration.ofSeconds(60));
        assertThat(customer.person("POST", APPROVALS, "{\"amountCents\":1}").status())
                .isEqualTo(201);
        var listed = data(customer.person("GET", APPROVALS, null));
        assertThat(listed)
                .extracting(one -> one.path("status").asText())
                .containsExactly("active", "expired", "expired", "expired", "expired");
        assertThat(customer.account().approvals()).hasSize(1);
    }

    @Test
    void racingApprovalsNeverPassTheCapNorTheirNumber() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":100,\"spendCapCents\":199}");
        var answers = BudgetWorld.race(20, index -> customer.person("POST", APPROVALS, "{\"amountCents\":33}"));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .allMatch(answer -> answer.code().equals("approval_exceeds_hard_cap")
                        && answer.details().path("maxAmountCents").asLong() < 33);
        assertThat(data(customer.person("GET", APPROVALS, null))).hasSize(3);
        assertThat(events(customer, "type=billing.approval.created")).hasSize(3);
        var other = world.payer(0);
        other.person("PUT", BUDGET, "{\"approvalThresholdCents\":100}");
        assertThat(BudgetWorld.race(20, index -> other.person("POST", APPROVALS, "{\"amountCents\":1}")).stream()
                        .filter(answer -> answer.status() == 201))
                .hasSize(Account.MAX_APPROVALS);
    }

    @Test
    void listsAreWalkedWithoutRepetitionAndOnlyTheirOwn() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":100}");
        for (var index = 0; index < 3; index++) {
            customer.person("POST", APPROVALS, "{\"amountCents\":1}");
        }
        var stranger = world.payer(0);
        assertThat(data(stranger.person("GET", APPROVALS, null))).isEmpty();
        for (var path : List.of(APPROVALS, "/v1/events")) {
            var all = ids(customer.person("GET", path + "?limit=100", null));
            var seen = new ArrayList<String>();
            var cursor = "";
            do {
                var page = customer.person("GET", path + "?limit=1&cursor=" + cursor, null);
                seen.addAll(ids(page));
                assertThat(page.json().path("hasMore").asBoolean())
                        .isEqualTo(!page.json().path("nextCursor").isNull());
                cursor = page.json().path("nextCursor").isNull()
                        ? ""
                        : page.json().path("nextCursor").asText();
            } while (!cursor.isEmpty());
            assertThat(seen).isEqualTo(all).doesNotHaveDuplicates();
            assertThat(new HashSet<>(seen)).hasSizeGreaterThanOrEqualTo(3);
            // A place of this organization's list is nothing in another's.
            var theirs = customer.person("GET", path + "?limit=1", null)
                    .json()
                    .path("nextCursor")
                    .asText();
            assertThat(ids(stranger.person("GET", path + "?limit=1&cursor=" + theirs, null)))
                    .doesNotContainAnyElementsOf(all);
        }
    }

    private static List<String> ids(Answer page) {
        assertThat(page.status()).as("%s", page).isEqualTo(200);
        return data(page).stream().map(row -> row.path("id").asText()).toList();
    }

    @Test
    void approvalsOfOnePeriodAreListedByItsName() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":100}");
        var period = customer.person("POST", APPROVALS, "{\"amountCents\":1}")
                .json()
                .path("invoicePeriod")
                .asText();
        assertThat(data(customer.person("GET", APPROVALS + "?invoicePeriod=" + period, null)))
                .hasSize(1);
        assertThat(data(customer.person("GET", APPROVALS + "?invoicePeriod=2026-01", null)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/v1/billing/approvals?cursor=bad, cursor",
        "/v1/billing/approvals?limit=ten, limit",
        "/v1/billing/approvals?invoicePeriod=2026-13, invoicePeriod",
        "/v1/billing/approvals?invoicePeriod=May, invoicePeriod",
        "/v1/events?cursor=bad, cursor",
        "/v1/events?limit=ten, limit",
        "/v1/events?kind=other, kind",
        "/v1/events?since=yesterday, since",
        "/v1/dashboard/activity?limit=ten, limit",
        "/v1/dashboard/activity?auditLimit=ten, auditLimit",
        "/v1/dashboard/activity?livemode=maybe, livemode",
        "/v1/dashboard/activity?until=yesterday, until",
        "/v1/dashboard/activity?since=2099-01-01T00:00:00Z, since",
        "/v1/dashboard/activity?since=2025-01-01T00:00:00Z, since"
    })
    void aBadParameterIsNamed(String path, String parameter) throws Exception {
        var answer = world.signUp().person("GET", path, null);
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_query_parameter");
        assertThat(answer.details().path("parameter").asText()).isEqualTo(parameter);
    }

    @Test
    void readingNeedsItsScope() throws Exception {
        var customer = world.signUp();
        for (var path : List.of(APPROVALS, "/v1/events", "/v1/dashboard/activity")) {
            assertThat(customer.program("GET", path, null).code()).as(path).isEqualTo("insufficient_scope");
        }
        var reader = customer.newKey(true, "billing:read");
        for (var path : List.of(APPROVALS, "/v1/events", "/v1/dashboard/activity")) {
            assertThat(customer.as(reader, "GET", path, null).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aNewMonthStartsWithTheThresholdAlone() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", BUDGET, "{\"approvalThresholdCents\":1}");
        customer.person("POST", APPROVALS, "{\"amountCents\":5,\"expiresInSeconds\":2678400}");
        world.advanceToNextMonth();
        var path = "/v1/entities/resolve?ticker=AAPL";
        assertThat(customer.program("GET", path, null).status()).isEqualTo(200);
        assertThat(customer.program("GET", path, null).code()).isEqualTo("billing_budget_approval_required");
        assertThat(Map.of(
                        "status",
                        data(customer.person("GET", APPROVALS, null))
                                .getFirst()
                                .path("status")
                                .asText()))
                .containsEntry("status", "expired");
    }

    @ParameterizedTest(name = "a key: {0} of {1} → {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            spendCapCents          | -   | 0    | 200
            spendCapCents          | -   | 500  | 200
            spendCapCents          | 500 | 499  | 200
            spendCapCents          | 500 | 500  | 200
            spendCapCents          | 500 | 501  | 403
            spendCapCents          | 500 | null | 403
            spendCapCents          | 0   | null | 403
            softCapCents           | -   | 7    | 200
            softCapCents           | 7   | 6    | 200
            softCapCents           | 7   | 8    | 403
            softCapCents           | 7   | null | 403
            approvalThresholdCents | -   | 9    | 200
            approvalThresholdCents | 9   | 0    | 200
            approvalThresholdCents | 9   | 10   | 403
            approvalThresholdCents | 9   | null | 403
            """)
    void aKeySetsAndLowersABoundAndOnlyAPersonRaisesOrClearsOne(
            String bound, @Nullable String stored, String asked, int status) throws Exception {
        var customer = world.payer(0);
        var manager = customer.newKey(true, "billing:manage");
        if (stored != null) {
            customer.person("PUT", BUDGET, "{\"%s\":%s}".formatted(bound, stored));
        }
        var before = customer.account().caps();
        var body = "{\"%s\":%s}".formatted(bound, asked);
        var answer = customer.as(manager, "PUT", BUDGET, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.code()).isEqualTo("human_auth_required");
            assertThat(answer.details().path("loginUrl").asText()).endsWith("/login");
            assertThat(answer.details().path("nextSteps").path(0).path("action").asText())
                    .isEqualTo("start_login");
            assertThat(customer.account().caps()).isEqualTo(before);
            assertThat(customer.person("PUT", BUDGET, body).status()).isEqualTo(200);
        }
    }

    @Test
    void oneBoundThatAKeyMayNotRaiseKeepsAllOthersAsTheyAre() throws Exception {
        var customer = world.payer(0);
        var manager = customer.newKey(true, "billing:manage", "api_keys:manage");
        customer.person("PUT", BUDGET, "{\"spendCapCents\":100,\"approvalThresholdCents\":50}");
        var answer = customer.as(manager, "PUT", BUDGET, "{\"spendCapCents\":10,\"approvalThresholdCents\":null}");
        assertThat(answer.code()).isEqualTo("human_auth_required");
        assertThat(customer.account().caps()).isEqualTo(new BudgetCaps(100L, null, 50L));
    }

    /** A key that lowers to 500 while a person lowers to 100: whoever is first, no write of the key makes 500 of 100. */
    @Test
    void aKeyRaisesNoBoundThatAPersonLowersAtTheSameMoment() throws Exception {
        for (var round = 0; round < 12; round++) {
            var customer = world.payer(0);
            var manager = customer.newKey(true, "billing:manage");
            customer.person("PUT", BUDGET, "{\"spendCapCents\":1000,\"approvalThresholdCents\":1000}");
            var lower = "{\"spendCapCents\":%1$d,\"approvalThresholdCents\":%1$d}";
            var answers = BudgetWorld.race(
                    6,
                    index -> index == 0
                            ? customer.person("PUT", BUDGET, lower.formatted(100))
                            : customer.as(manager, "PUT", BUDGET, lower.formatted(500 - index)));
            assertThat(answers.getFirst().status()).isEqualTo(200);
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 403);
            assertThat(customer.account().caps()).as("round %s", round).isEqualTo(new BudgetCaps(100L, null, 100L));
            for (var event : events(customer, "type=budget.updated")) {
                if (event.path("authMode").asText().equals("api_key")) {
                    var data = event.path("data");
                    assertThat(data.path("new").path("spendCapCents").asLong())
                            .isLessThanOrEqualTo(
                                    data.path("previous").path("spendCapCents").asLong());
                }
            }
        }
    }
}
