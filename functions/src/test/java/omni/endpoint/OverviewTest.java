package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.billing.BillingRecord;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.HeldSubscription;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.SubscriptionMarks;
import omni.billing.SubscriptionStatus;
import omni.call.Caller;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.json.Json;
import omni.ledger.AppliedCommits;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard's first page, and what it offers to whom. Contract 11.7. */
class OverviewTest {

    private static final Instant SINCE = Instant.parse("2026-05-02T08:01:00Z");

    private final Rig rig = new Rig();

    private Ask.Answer overview(Caller caller) {
        var answer = Ask.of("GET", "/v1/dashboard/overview")
                .header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .by(caller)
                .of(rig.function(Endpoints.GET_DASHBOARD_OVERVIEW));
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private Map<String, @Nullable Object> summary(Caller caller, String part) {
        return Json.asObject(
                Json.asObject(overview(caller).json().get("overview")).get(part));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private void customer() {
        rig.store.put(BillingRecord.empty(Rig.ORG)
                .withCustomer(new BillingRecord.Customer("cus_1", "ann@example.com", null, SINCE, SINCE)));
    }

    private void subscription() {
        customer();
        rig.account(rig.fresh().card().grantLeft(0).subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE));
        var held = new HeldSubscription(
                "sub_1",
                PlanKey.TEAM,
                "prod_1",
                "price_1",
                SubscriptionStatus.ACTIVE,
                SINCE,
                Instant.parse("2027-05-02T08:01:00Z"),
                SubscriptionMarks.NONE,
                SINCE);
        rig.store.put(rig.store
                .accounts()
                .billing(Rig.ORG)
                .withSubscription(new BillingRecord.Subscribed(held, SINCE.plusSeconds(1))));
    }

    /** Seven classes were called: {@code number} times for class {@code number}, and once more in vain for each but the first. */
    private void calls() {
        var at = Instant.parse("2026-05-14T09:12:44.120Z");
        var tallies = new HashMap<String, RollUp.Tally>();
        for (var number = 1; number <= 7; number++) {
            var failed = number == 1 ? 0 : 1;
            tallies.put(
                    "class#" + number,
                    new RollUp.Tally(
                            number + failed,
                            number,
                            failed,
                            number,
                            new Money(20_000L * number),
                            100,
                            at,
                            at.plusSeconds(number == 2 ? 60 : number)));
        }
        rig.store.put(new RollUp(
                RollUp.Scope.period(Rig.ORG, true, InvoicePeriod.at(Rig.NOW)),
                3,
                new AppliedCommits(1, 34, List.of()),
                tallies,
                RaisedLevels.NONE));
    }

    @Test
    void ofASubscriberWhoHasCalledAndHasKeys() {
        subscription();
        calls();
        rig.key("key_first", true, "read:sec");
        rig.key("key_ended", false, 0, Rig.NOW.plusSeconds(60), "read:sec");
        rig.store.used(Rig.ORG, "key_first", Instant.parse("2026-05-15T12:01:00Z"));
        rig.clock.advance(Duration.ofMinutes(2));
        Recorded.golden("GetDashboardOverview.txt", overview(rig.byCookie()).text());
    }

    @Test
    void ofANewOrganizationToATestKeyThatReads() {
        Recorded.golden(
                "GetDashboardOverview.key.txt",
                overview(rig.byTestKey("read:sec")).text());
    }

    /** The rate of no calls is 0, and only the five classes called most are on the first page. */
    @Test
    void usageIsSummedOverAllClasses() {
        assertThat(summary(rig.byKey("read:sec"), "usage")).containsEntry("errorRate", 0L);
        calls();
        var usage = summary(rig.byKey("read:sec"), "usage");
        assertThat(usage)
                .containsEntry("totalRequests", 34L)
                .containsEntry("successCount", 28L)
                .containsEntry("errorCount", 6L)
                .containsEntry("lastSeenAt", "2026-05-14T09:13:44.120Z");
        assertThat(String.valueOf(usage.get("errorRate"))).isEqualTo("0.176471");
        assertThat(list(usage.get("topMeters")))
                .extracting(meter -> Json.asObject(meter).get("count"))
                .containsExactly(8L, 7L, 6L, 5L, 4L);
    }

    /** Organizations to be in, by the name of what is special of them. */
    private void organization(String kind) {
        switch (kind) {
            case "new" -> {}
            case "card" -> {
                customer();
                rig.account(rig.fresh().card());
            }
            case "subscribed" -> subscription();
            case "contract" ->
                rig.account(rig.fresh().contract(new Contract(Rig.NOW.minusSeconds(1), null, new Discount(0), null)));
            case "restricted" -> restrict(rig.fresh());
            case "full" -> {
                rig.key("key_1", true, "read:sec");
                rig.key("key_2", true, "read:sec");
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void restrict(AnAccount account) {
        customer();
        rig.account(account.withRestriction());
    }

    private Caller caller(String kind) {
        return switch (kind) {
            case "person" -> rig.byCookie();
            case "manager" -> rig.byKey("api_keys:manage", "billing:manage");
            case "operator" -> rig.byKey("admin:operator");
            case "test" -> rig.byTestKey("api_keys:manage", "billing:manage");
            case "reader" -> rig.byKey("read:sec");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    // spotless:off
    @ParameterizedTest(name = "{0} of a {1} organization")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            caller,   organization, create_api_key,        activate_payg,      start_checkout,              open_portal,              update_budget,      issue_bootstrap_token
            person,   new,          -,                     -,                  -,                           billing_customer_missing, -,                  -
            manager,  new,          -,                     -,                  -,                           billing_customer_missing, -,                  human_auth_required
            test,     new,          -,                     livemode_required,  livemode_required,           livemode_required,        livemode_required,  human_auth_required
            reader,   new,          insufficient_scope,    insufficient_scope, insufficient_scope,          insufficient_scope,       insufficient_scope, human_auth_required
            operator, new,          -,                     -,                  -,                           billing_customer_missing, -,                  human_auth_required
            person,   card,         -,                     card_on_file,       -,                           -,                        -,                  -
            person,   subscribed,   -,                     card_on_file,       subscription_already_active, -,                        -,                  -
            person,   contract,     -,                     -,                  subscription_already_active, billing_customer_missing, -,                  -
            person,   restricted,   billing_required,      -,                  -,                           -,                        billing_required,   billing_required
            person,   full,         api_key_limit_reached, -,                  -,                           billing_customer_missing, -,                  -
            """)
    // spotless:on
    void whatIsOfferedAndWhyTheRestIsNot(
            String caller,
            String organization,
            String createKey,
            String activate,
            String checkout,
            String portal,
            String budget,
            String invite) {
        organization(organization);
        var shown = Json.asObject(overview(caller(caller)).json().get("overview"));
        var reasons = new HashMap<String, String>();
        for (var each : list(shown.get("actions"))) {
            var action = Json.asObject(each);
            var reason = action.get("reason");
            assertThat(action).containsEntry("enabled", reason == null);
            reasons.put(String.valueOf(action.get("id")), reason == null ? "-" : reason.toString());
        }
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "create_api_key", createKey,
                        "activate_payg", activate,
                        "start_checkout", checkout,
                        "open_portal", portal,
                        "update_budget", budget,
                        "issue_bootstrap_token", invite));
        assertThat(Json.asObject(shown.get("capabilities"))).containsEntry("canCreateApiKeys", createKey.equals("-"));
    }
}
