package omni.local.story;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SharedWorld(SharedWorld.Kind.CLOCKED)
class BudgetEndpointsTest {

    private static final String BUDGET = "/v1/billing/budget";
    private static final String APPROVALS = "/v1/billing/approvals";
    private final World world;

    BudgetEndpointsTest(World world) {
        this.world = world;
    }

    private List<JsonNode> events(Customer customer, String query) {
        var answer = customer.browser().get("/v1/events?" + query).is(200);
        return data(answer);
    }

    private List<JsonNode> data(Answer answer) {
        return answer.data();
    }

    @Test
    void nullClearsAndAbsentLeaves() throws Exception {
        var customer = world.payer(0);
        var first = customer.browser()
                .put(BUDGET, "{\"spendCapCents\":1000,\"softCapCents\":750,\"approvalThresholdCents\":500}")
                .is(200);
        first.holds("{object: 'billing_budget_update', budget: {spendCapCents: 1000}}");
        var second = customer.browser().put(BUDGET, "{\"softCapCents\":null,\"spendCapCents\":0}");
        second.holds("{budget: {softCapCents: null, hardCapReached: true}}");
        assertThat(world.account(customer).caps()).isEqualTo(new BudgetCaps(0L, null, 500L));
        var read = customer.browser().get("/v1/billing").json().path("budget");
        assertThat(read).isEqualTo(second.at("budget"));
    }

    @Test
    void aChangeIsRecordedWithActorAndBothValues() throws Exception {
        var customer = world.payer(0);
        var manager = customer.newKey(true, "billing:manage");
        world.by(manager).put(BUDGET, "{\"spendCapCents\":1000}");
        customer.browser().put(BUDGET, "{\"spendCapCents\":2000,\"softCapCents\":5}");
        var events = events(customer, "type=budget.updated");
        assertThat(events).hasSize(2);
        var byPerson = events.stream()
                .filter(event -> event.path("authMode").asText().equals("session"))
                .findFirst()
                .orElseThrow();
        Answer.holds(byPerson, """
                {kind: 'audit', category: 'budget', outcome: 'succeeded', source: 'api', orgId: '%s'}""", customer.orgId());
        assertThat(byPerson.path("actorPrincipalId").asText()).startsWith("usr_");
        assertThat(byPerson.path("requestId").asText()).startsWith("req_");
        var data = byPerson.path("data");
        Answer.holds(data, """
                {previous: {spendCapCents: 1000, softCapCents: null}, new: {spendCapCents: 2000, softCapCents: 5}}""");
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
        customer.browser().put(BUDGET, "{\"spendCapCents\":100}");
        var before = world.account(customer);
        var answer = customer.browser().put(BUDGET, body).is(200);
        assertThat(answer.at("budget.spendCapCents").asLong()).isEqualTo(100);
        assertThat(world.account(customer).factsVersion()).isEqualTo(before.factsVersion());
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
        var before = world.account(customer);
        var answer = customer.browser().put(BUDGET, body).is(400, "validation_error");
        assertThat(StreamSupport.stream(
                                answer.json().path("details").path("issues").spliterator(), false)
                        .map(issue -> issue.path("path").asText()))
                .containsExactly(paths.split(","));
        assertThat(world.account(customer).caps()).isEqualTo(before.caps());
        assertThat(events(customer, "type=budget.updated")).isEmpty();
    }

    @Test
    void aSoftCapAboveTheStoredCapIsAllowedAsOnlyOneBodyIsCompared() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"spendCapCents\":10}");
        customer.browser().put(BUDGET, "{\"softCapCents\":11}").is(200);
    }

    @Test
    void whoMayNotChangeTheBudgetChangesNothing() throws Exception {
        var customer = world.payer(0);
        var body = "{\"spendCapCents\":1}";
        world.by(customer.newKey(false, "billing:manage")).put(BUDGET, body).is(403, "livemode_required");
        var reader = customer.program().put(BUDGET, body);
        assertThat(reader.code()).isEqualTo("insufficient_scope");
        assertThat(reader.header("Omni-Required-Scopes")).isEqualTo("billing:manage");
        assertThat(world.account(customer).caps()).isEqualTo(BudgetCaps.NONE);
        assertThat(events(customer, "type=budget.updated")).isEmpty();
    }

    @Test
    void updatesOfDifferentBoundsAtOnceBothSurvive() throws Exception {
        var customer = world.payer(0);
        var bodies = List.of("{\"spendCapCents\":10}", "{\"softCapCents\":7}", "{\"approvalThresholdCents\":9}");
        var answers = Race.run(12, index -> customer.browser().put(BUDGET, bodies.get(index % 3)));
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(world.account(customer).caps()).isEqualTo(new BudgetCaps(10L, 7L, 9L));
        assertThat(events(customer, "type=budget.updated")).hasSize(3);
    }

    @Test
    void anApprovalLetsThroughWhatTheThresholdStopped() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":1}");
        var path = "/v1/entities/resolve?ticker=AAPL";
        assertThat(customer.call(path).status()).isEqualTo(200);
        assertThat(customer.call(path).code()).isEqualTo("billing_budget_approval_required");
        var made = customer.browser()
                .post(APPROVALS, "{\"amountCents\":1,\"expiresInSeconds\":null}")
                .is(201);
        var approval = made.json();
        assertThat(approval.path("object").asText()).isEqualTo("billing_approval");
        assertThat(approval.path("id").asText()).startsWith("apr_");
        Answer.holds(approval, """
                {status: 'active', invoicePeriod: '%s'}""", approval.path("createdAt").asText().substring(0, 7));
        assertThat(approval.path("expiresAt").asText()).endsWith("-01T00:00:00.000Z");
        assertThat(approval.path("createdByPrincipalId").asText()).startsWith("usr_");
        Answer.holds(approval, "{requestId: '%s'}", made.header("Request-Id"));
        assertThat(customer.call(path).status()).isEqualTo(200);
        var refused = customer.call(path);
        assertThat(refused.code()).isEqualTo("billing_budget_approval_required");
        assertThat(refused.at("details.approvedCents").asLong()).isOne();
        var recorded = events(customer, "type=billing.approval.created");
        assertThat(recorded).hasSize(1);
        assertThat(recorded.getFirst().path("data").path("approvalId").asText())
                .isEqualTo(approval.path("id").asText());
    }

    @Test
    void eachRefusalOfAnApprovalHasItsCodeAndChangesNothing() throws Exception {
        var customer = world.payer(0);
        assertThat(customer.browser().post(APPROVALS, "{\"amountCents\":1}").code())
                .isEqualTo("approval_threshold_not_set");
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":100,\"spendCapCents\":150}");
        var exceeds = customer.browser().post(APPROVALS, "{\"amountCents\":51}").is(409, "approval_exceeds_hard_cap");
        assertThat(exceeds.at("details.maxAmountCents").asLong()).isEqualTo(50);
        for (var body : List.of(
                "{}",
                "{\"amountCents\":0}",
                "{\"amountCents\":1000000001}",
                "{\"amountCents\":null}",
                "{\"amountCents\":1,\"expiresInSeconds\":59}",
                "{\"amountCents\":1,\"expiresInSeconds\":2678401}")) {
            assertThat(customer.browser().post(APPROVALS, body).code()).as(body).isEqualTo("validation_error");
        }
        var manager = customer.newKey(true, "billing:manage");
        assertThat(world.by(manager).post(APPROVALS, "{\"amountCents\":1}").code())
                .isEqualTo("human_auth_required");
        assertThat(world.account(customer).approvals()).isEmpty();
        assertThat(data(customer.browser().get(APPROVALS))).isEmpty();
        assertThat(events(customer, "type=billing.approval.created")).isEmpty();
    }

    @Test
    void fourAreActiveAtMostAndTheExpiredMakeRoom() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":100}");
        for (var index = 0; index < Account.MAX_APPROVALS; index++) {
            customer.browser()
                    .post(APPROVALS, "{\"amountCents\":1,\"expiresInSeconds\":60}")
                    .is(201);
        }
        assertThat(customer.browser().post(APPROVALS, "{\"amountCents\":1}").code())
                .isEqualTo("approval_limit_reached");
        world.advance(Duration.ofSeconds(60));
        customer.browser().post(APPROVALS, "{\"amountCents\":1}").is(201);
        var listed = data(customer.browser().get(APPROVALS));
        assertThat(listed)
                .extracting(one -> one.path("status").asText())
                .containsExactly("active", "expired", "expired", "expired", "expired");
        assertThat(world.account(customer).approvals()).hasSize(1);
    }

    @Test
    void racingApprovalsNeverPassTheCapNorTheirNumber() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":100,\"spendCapCents\":199}");
        var answers = Race.run(20, index -> customer.browser().post(APPROVALS, "{\"amountCents\":33}"));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .allMatch(answer -> answer.code().equals("approval_exceeds_hard_cap")
                        && answer.at("details.maxAmountCents").asLong() < 33);
        assertThat(data(customer.browser().get(APPROVALS))).hasSize(3);
        assertThat(events(customer, "type=billing.approval.created")).hasSize(3);
        var other = world.payer(0);
        other.browser().put(BUDGET, "{\"approvalThresholdCents\":100}");
        assertThat(Race.run(20, index -> other.browser().post(APPROVALS, "{\"amountCents\":1}")).stream()
                        .filter(answer -> answer.status() == 201))
                .hasSize(Account.MAX_APPROVALS);
    }

    @Test
    void listsAreWalkedWithoutRepetitionAndOnlyTheirOwn() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":100}");
        for (var index = 0; index < 3; index++) {
            customer.browser().post(APPROVALS, "{\"amountCents\":1}");
        }
        var stranger = world.payer(0);
        assertThat(data(stranger.browser().get(APPROVALS))).isEmpty();
        for (var path : List.of(APPROVALS, "/v1/events")) {
            var all = ids(customer.browser().get(path + "?limit=100"));
            var seen = new ArrayList<String>();
            var cursor = "";
            do {
                var page = customer.browser().get(path + "?limit=1&cursor=" + cursor);
                seen.addAll(ids(page));
                assertThat(page.at("hasMore").asBoolean())
                        .isEqualTo(!page.at("nextCursor").isNull());
                cursor = page.at("nextCursor").isNull() ? "" : page.field("nextCursor");
            } while (!cursor.isEmpty());
            assertThat(seen).isEqualTo(all).doesNotHaveDuplicates();
            assertThat(new HashSet<>(seen)).hasSizeGreaterThanOrEqualTo(3);
            // A place of this organization's list is nothing in another's.
            var theirs = customer.browser().get(path + "?limit=1").field("nextCursor");
            assertThat(ids(stranger.browser().get(path + "?limit=1&cursor=" + theirs)))
                    .doesNotContainAnyElementsOf(all);
        }
    }

    private List<String> ids(Answer page) {
        page.is(200);
        return data(page).stream().map(row -> row.path("id").asText()).toList();
    }

    @Test
    void approvalsOfOnePeriodAreListedByItsName() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":100}");
        var period = customer.browser().post(APPROVALS, "{\"amountCents\":1}").field("invoicePeriod");
        assertThat(data(customer.browser().get(APPROVALS + "?invoicePeriod=" + period)))
                .hasSize(1);
        assertThat(data(customer.browser().get(APPROVALS + "?invoicePeriod=2026-01")))
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
        var answer = world.signUp().browser().get(path).is(400, "invalid_query_parameter");
        assertThat(answer.field("details.parameter")).isEqualTo(parameter);
    }

    @Test
    void readingNeedsItsScope() throws Exception {
        var customer = world.signUp();
        for (var path : List.of(APPROVALS, "/v1/events", "/v1/dashboard/activity")) {
            assertThat(customer.call(path).code()).as(path).isEqualTo("insufficient_scope");
        }
        var reader = customer.newKey(true, "billing:read");
        for (var path : List.of(APPROVALS, "/v1/events", "/v1/dashboard/activity")) {
            assertThat(world.by(reader).get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aNewMonthStartsWithTheThresholdAlone() throws Exception {
        var customer = world.payer(0);
        customer.browser().put(BUDGET, "{\"approvalThresholdCents\":1}");
        customer.browser().post(APPROVALS, "{\"amountCents\":5,\"expiresInSeconds\":2678400}");
        world.toNextMonth();
        var path = "/v1/entities/resolve?ticker=AAPL";
        assertThat(customer.call(path).status()).isEqualTo(200);
        assertThat(customer.call(path).code()).isEqualTo("billing_budget_approval_required");
        assertThat(Map.of(
                        "status",
                        data(customer.browser().get(APPROVALS))
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
            customer.browser().put(BUDGET, "{\"%s\":%s}".formatted(bound, stored));
        }
        var before = world.account(customer).caps();
        var body = "{\"%s\":%s}".formatted(bound, asked);
        var answer = world.by(manager).put(BUDGET, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.code()).isEqualTo("human_auth_required");
            assertThat(answer.field("details.loginUrl")).endsWith("/login");
            assertThat(answer.field("details.nextSteps.0.action")).isEqualTo("start_login");
            assertThat(world.account(customer).caps()).isEqualTo(before);
            assertThat(customer.browser().put(BUDGET, body).status()).isEqualTo(200);
        }
    }

    @Test
    void oneBoundThatAKeyMayNotRaiseKeepsAllOthersAsTheyAre() throws Exception {
        var customer = world.payer(0);
        var manager = customer.newKey(true, "billing:manage", "api_keys:manage");
        customer.browser().put(BUDGET, "{\"spendCapCents\":100,\"approvalThresholdCents\":50}");
        var answer = world.by(manager).put(BUDGET, "{\"spendCapCents\":10,\"approvalThresholdCents\":null}");
        assertThat(answer.code()).isEqualTo("human_auth_required");
        assertThat(world.account(customer).caps()).isEqualTo(new BudgetCaps(100L, null, 50L));
    }

    /** A key that lowers to 500 while a person lowers to 100: whoever is first, no write of the key makes 500 of 100. */
    @Test
    void aKeyRaisesNoBoundThatAPersonLowersAtTheSameMoment() throws Exception {
        for (var round = 0; round < 12; round++) {
            var customer = world.payer(0);
            var manager = customer.newKey(true, "billing:manage");
            customer.browser().put(BUDGET, "{\"spendCapCents\":1000,\"approvalThresholdCents\":1000}");
            var lower = "{\"spendCapCents\":%1$d,\"approvalThresholdCents\":%1$d}";
            var answers = Race.run(
                    6,
                    index -> index == 0
                            ? customer.browser().put(BUDGET, lower.formatted(100))
                            : world.by(manager).put(BUDGET, lower.formatted(500 - index)));
            assertThat(answers.getFirst().status()).isEqualTo(200);
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 403);
            assertThat(world.account(customer).caps())
                    .as("round %s", round)
                    .isEqualTo(new BudgetCaps(100L, null, 100L));
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
