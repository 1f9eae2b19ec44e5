package omni.local.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThresholdEventsTest {

    private static final String PATH = "/v1/entities/resolve?ticker=AAPL";
    private static BudgetWorld world;

    @BeforeAll
    static void start() {
        world = BudgetWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static List<JsonNode> rows(BudgetWorld.Customer customer, String path, String list) throws Exception {
        world.local().pump().awaitDrained();
        var answer = customer.person("GET", path, null);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return StreamSupport.stream(answer.json().path(list).spliterator(), false)
                .toList();
    }

    private static List<Integer> percents(BudgetWorld.Customer customer) throws Exception {
        return rows(customer, "/v1/events?type=billing.budget.threshold", "data").reversed().stream()
                .map(event -> event.path("data").path("percent").asInt())
                .toList();
    }

    /** 520 callers at once under a cap of 500 cents: 500 are served, and each level is told once, in order. */
    @Test
    void fiveHundredCallsAtOnceTellFourTimesInOrder() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":500,\"softCapCents\":250}");
        var answers = BudgetWorld.race(520, index -> {
            var answer = customer.program("GET", PATH, null);
            while (answer.status() == 503) {
                answer = customer.program("GET", PATH, null);
            }
            return answer;
        });
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(500);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .allMatch(answer -> answer.code().equals("billing_budget_hard_cap_exceeded"));
        assertThat(percents(customer)).containsExactly(75, 90, 95, 100);
        assertThat(rows(customer, "/v1/events?type=billing.budget.soft_cap&kind=billing", "data"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.path("data").path("softCapCents").asInt())
                        .isEqualTo(250));
        var activity =
                customer.person("GET", "/v1/dashboard/activity?limit=100", null).json();
        assertThat(activity.path("totalRequests").asLong()).isEqualTo(500);
        assertThat(activity.path("successCount").asLong()).isEqualTo(500);
        assertThat(activity.path("recentRequests")).hasSize(100);
    }

    @Test
    void aChangedCapTellsNoLevelAgainAndANewMonthDoes() throws Exception {
        var customer = world.payer(0);
        customer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":4}");
        for (var call = 0; call < 4; call++) {
            assertThat(customer.program("GET", PATH, null).status()).isEqualTo(200);
        }
        assertThat(percents(customer)).containsExactly(75, 90, 95, 100);
        customer.person("PUT", "/v1/billing/budget", "{\"spendCapCents\":6}");
        customer.program("GET", PATH, null);
        customer.program("GET", PATH, null);
        assertThat(percents(customer)).hasSize(4);
        world.advanceToNextMonth();
        for (var call = 0; call < 6; call++) {
            customer.program("GET", PATH, null);
        }
        assertThat(percents(customer)).containsExactly(75, 90, 95, 100, 75, 90, 95, 100);
    }

    @Test
    void activityShowsWhoCalledWhatAndWhatWasChanged() throws Exception {
        var customer = world.payer(0);
        var second = customer.newKey(true, "read:sec");
        customer.program("GET", PATH, null);
        world.local().clock().advance(Duration.ofMillis(1));
        customer.program("GET", "/v1/entities/resolve?ticker=NOSUCHTICKER", null);
        world.local().clock().advance(Duration.ofMillis(1));
        customer.as(second, "GET", "/v1/filings/latest?ticker=AAPL", null);
        customer.as(customer.newKey(false, "read:sec"), "GET", PATH, null);
        world.local().pump().awaitDrained();
        var activity = customer.person("GET", "/v1/dashboard/activity", null).json();
        assertThat(activity.path("object").asText()).isEqualTo("dashboard_usage_activity");
        assertThat(activity.path("totalRequests").asInt()).isEqualTo(3);
        assertThat(activity.path("successCount").asInt()).isEqualTo(2);
        assertThat(activity.path("errorCount").asInt()).isOne();
        assertThat(activity.path("activePrincipalCount").asInt()).isEqualTo(2);
        assertThat(activity.path("endpointCount").asInt()).isEqualTo(2);
        assertThat(activity.path("firstSeenAt").asText()).isNotEmpty();
        var rows = StreamSupport.stream(activity.path("recentRequests").spliterator(), false)
                .toList();
        assertThat(rows)
                .extracting(row -> row.path("endpointKey").asText())
                .containsExactly("GET /v1/filings/latest", "GET /v1/entities/resolve", "GET /v1/entities/resolve");
        var paid = rows.getFirst();
        assertThat(paid.path("meterClass").asText()).isEqualTo("filing_retrieval");
        assertThat(paid.path("meterFamily").asText()).isEqualTo("standard_reads");
        assertThat(paid.path("planKey").asText()).isEqualTo("payg");
        assertThat(paid.path("billingState").asText()).isEqualTo("payg_active");
        assertThat(paid.path("fundedBy").asText()).isEqualTo("paid");
        assertThat(paid.path("amountUsd").asDouble()).isEqualTo(0.02);
        assertThat(paid.path("livemode").asBoolean()).isTrue();
        assertThat(paid.path("mcpToolName").isNull()).isTrue();
        var failed = rows.get(1);
        assertThat(failed.path("status").asInt()).isEqualTo(404);
        assertThat(failed.path("units").asInt()).isZero();
        assertThat(failed.path("fundedBy").asText()).isEqualTo("none");
        assertThat(StreamSupport.stream(activity.path("recentAuditEvents").spliterator(), false)
                        .map(event -> event.path("eventType").asText())
                        .distinct())
                .contains("api_key.created", "organization.created");
        var test = customer.person("GET", "/v1/dashboard/activity?livemode=false", null)
                .json();
        assertThat(test.path("totalRequests").asInt()).isOne();
        assertThat(test.path("recentRequests").get(0).path("livemode").asBoolean())
                .isFalse();
        assertThat(test.path("recentRequests").get(0).path("units").asInt()).isOne();
        var stranger =
                world.signUp().person("GET", "/v1/dashboard/activity", null).json();
        assertThat(stranger.path("totalRequests").asInt()).isZero();
        assertThat(stranger.path("firstSeenAt").isNull()).isTrue();
        assertThat(stranger.path("recentRequests")).isEmpty();
    }
}
