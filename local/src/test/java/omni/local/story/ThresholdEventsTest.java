package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@SharedWorld(SharedWorld.Kind.CLOCKED)
class ThresholdEventsTest {

    private static final String PATH = "/v1/entities/resolve?ticker=AAPL";
    private final World world;

    ThresholdEventsTest(World world) {
        this.world = world;
    }

    private List<JsonNode> rows(Customer customer, String path, String list) throws Exception {
        world.local().pump().awaitDrained();
        var answer = customer.browser().get(path).is(200);
        return StreamSupport.stream(answer.json().path(list).spliterator(), false)
                .toList();
    }

    private List<Integer> percents(Customer customer) throws Exception {
        return rows(customer, "/v1/events?type=billing.budget.threshold", "data").reversed().stream()
                .map(event -> event.path("data").path("percent").asInt())
                .toList();
    }

    /** 520 callers at once under a cap of 500 cents: 500 are served, and each level is told once, in order. */
    @Test
    void fiveHundredCallsAtOnceTellFourTimesInOrder() throws Exception {
        var customer = world.payer(0);
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":500,\"softCapCents\":250}");
        var answers = Race.run(520, index -> {
            var answer = customer.call(PATH);
            while (answer.status() == 503) {
                answer = customer.call(PATH);
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
                customer.browser().get("/v1/dashboard/activity?limit=100").json();
        Answer.holds(activity, "{totalRequests: 500, successCount: 500}");
        assertThat(activity.path("recentRequests")).hasSize(100);
    }

    @Test
    void aChangedCapTellsNoLevelAgainAndANewMonthDoes() throws Exception {
        var customer = world.payer(0);
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":4}");
        for (var call = 0; call < 4; call++) {
            assertThat(customer.call(PATH).status()).isEqualTo(200);
        }
        assertThat(percents(customer)).containsExactly(75, 90, 95, 100);
        customer.browser().put("/v1/billing/budget", "{\"spendCapCents\":6}");
        customer.call(PATH);
        customer.call(PATH);
        assertThat(percents(customer)).hasSize(4);
        world.toNextMonth();
        for (var call = 0; call < 6; call++) {
            customer.call(PATH);
        }
        assertThat(percents(customer)).containsExactly(75, 90, 95, 100, 75, 90, 95, 100);
    }

    @Test
    void activityShowsWhoCalledWhatAndWhatWasChanged() throws Exception {
        var customer = world.payer(0);
        var second = customer.newKey(true, "read:sec");
        customer.call(PATH);
        world.local().clock().advance(Duration.ofMillis(1));
        customer.call("/v1/entities/resolve?ticker=NOSUCHTICKER");
        world.local().clock().advance(Duration.ofMillis(1));
        world.by(second).get("/v1/filings/latest?ticker=AAPL");
        world.by(customer.newKey(false, "read:sec")).get(PATH);
        world.local().pump().awaitDrained();
        var activity = customer.browser().get("/v1/dashboard/activity").json();
        Answer.holds(activity, """
                {object: 'dashboard_usage_activity', totalRequests: 3, successCount: 2, errorCount: 1,
                 activePrincipalCount: 2, endpointCount: 2}""");
        assertThat(activity.path("firstSeenAt").asText()).isNotEmpty();
        var rows = StreamSupport.stream(activity.path("recentRequests").spliterator(), false)
                .toList();
        assertThat(rows)
                .extracting(row -> row.path("endpointKey").asText())
                .containsExactly("GET /v1/filings/latest", "GET /v1/entities/resolve", "GET /v1/entities/resolve");
        var paid = rows.getFirst();
        Answer.holds(paid, """
                {meterClass: 'filing_retrieval', meterFamily: 'standard_reads', planKey: 'payg',
                 billingState: 'payg_active', fundedBy: 'paid', amountUsd: 0.02, livemode: true, mcpToolName: null}""");
        var failed = rows.get(1);
        Answer.holds(failed, "{status: 404, units: 0, fundedBy: 'none'}");
        assertThat(StreamSupport.stream(activity.path("recentAuditEvents").spliterator(), false)
                        .map(event -> event.path("eventType").asText())
                        .distinct())
                .contains("api_key.created", "organization.created");
        var test =
                customer.browser().get("/v1/dashboard/activity?livemode=false").json();
        assertThat(test.path("totalRequests").asInt()).isOne();
        assertThat(test.path("recentRequests").get(0).path("livemode").asBoolean())
                .isFalse();
        assertThat(test.path("recentRequests").get(0).path("units").asInt()).isOne();
        var stranger = world.signUp().browser().get("/v1/dashboard/activity").json();
        Answer.holds(stranger, "{totalRequests: 0, firstSeenAt: null}");
        assertThat(stranger.path("recentRequests")).isEmpty();
    }
}
