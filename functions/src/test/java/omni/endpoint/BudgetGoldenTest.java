package omni.endpoint;

import java.time.Duration;
import omni.access.AuthMode;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.call.EndpointFunction;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.ledger.UsageRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of budgets, events and activity, field by field. Contract 11.4, 11.5, 11.7, 11.9. */
class BudgetGoldenTest {

    private final Rig rig = new Rig();

    private void record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
    }

    @BeforeEach
    void payer() {
        rig.account(rig.fresh()
                .card()
                .grantLeft(0)
                .withAccrual(4_200_000)
                .spendCapCents(1_000)
                .softCapCents(750)
                .thresholdCents(430));
    }

    @Test
    void quotes() {
        quote("QuoteBilling", "{\"meterClass\":\"section_extract\",\"units\":2}");
        quote("QuoteBilling.gate", "{\"path\":\"/v1/filings/latest\",\"units\":6,\"planKey\":\"team\"}");
        quote("QuoteBilling.free", "{\"path\":\"/v1/billing\"}");
        quote("QuoteBilling.invalid", "{\"meterClass\":\"x\",\"path\":\"/y\",\"planKey\":\"z\",\"units\":0}");
    }

    private void quote(String name, String body) {
        record(
                name,
                Ask.of("POST", "/v1/billing/quote").by(rig.byKey("read:sec")).body(body),
                rig.function(Endpoints.QUOTE_BILLING));
    }

    @Test
    void budgets() {
        budget("UpdateBudget", "{\"spendCapCents\":2000,\"softCapCents\":null}");
        budget("UpdateBudget.invalid", "{\"spendCapCents\":10,\"softCapCents\":11,\"approvalThresholdCents\":-1}");
    }

    private void budget(String name, String body) {
        record(
                name,
                Ask.of("PUT", "/v1/billing/budget").by(rig.byBearer()).body(body),
                rig.function(Endpoints.UPDATE_BUDGET));
    }

    @Test
    void aKeyThatClearsABound() {
        record(
                "UpdateBudget.human",
                Ask.of("PUT", "/v1/billing/budget")
                        .by(rig.byKey("billing:manage"))
                        .body("{\"softCapCents\":null}"),
                rig.function(Endpoints.UPDATE_BUDGET));
    }

    @Test
    void approvals() {
        approve("CreateApproval", "{\"amountCents\":500}");
        approve("CreateApproval.cap", "{\"amountCents\":500}");
        approve("CreateApproval.invalid", "{\"expiresInSeconds\":1}");
        rig.clock.advance(Duration.ofSeconds(1));
        approve("CreateApproval.short", "{\"amountCents\":70,\"expiresInSeconds\":60}");
        rig.clock.advance(Duration.ofMinutes(1));
        record(
                "ListApprovals",
                Ask.of("GET", "/v1/billing/approvals").by(rig.byKey("billing:read")),
                rig.function(Endpoints.LIST_APPROVALS));
        record(
                "ListEvents",
                Ask.of("GET", "/v1/events").by(rig.byKey("billing:read")),
                rig.function(Endpoints.LIST_EVENTS));
    }

    private void approve(String name, String body) {
        record(
                name,
                Ask.of("POST", "/v1/billing/approvals")
                        .by(rig.byCookie())
                        .header("Origin", Rig.ORIGIN)
                        .body(body),
                rig.function(Endpoints.CREATE_APPROVAL));
    }

    @Test
    void activity() {
        budget("UpdateBudget.again", "{\"spendCapCents\":2000,\"softCapCents\":null}");
        rig.usage.add(row(1, 2, 2, false, Funding.PAID, 20_000, 200));
        rig.usage.add(row(2, 1, 1, true, Funding.GRANT, 0, 200));
        rig.usage.add(row(3, 99, 14, false, Funding.NONE, 0, 404));
        rig.usage.add(row(4, 11, 6, false, Funding.PAID, 50_000, 200).creditedRow(null));
        record(
                "GetActivity",
                Ask.of("GET", "/v1/dashboard/activity").by(rig.byKey("billing:read")),
                rig.function(Endpoints.GET_ACTIVITY));
        record(
                "GetActivity.test",
                Ask.of("GET", "/v1/dashboard/activity")
                        .query("livemode", "false")
                        .by(rig.byKey("billing:read")),
                rig.function(Endpoints.GET_ACTIVITY));
    }

    private static UsageRow row(
            long sequence, int route, int meterClass, boolean mcp, Funding funding, long price, int status) {
        var call = new LastCall(
                "use_" + sequence,
                "req_" + sequence,
                "key_1",
                AuthMode.API_KEY,
                route,
                meterClass,
                mcp,
                status,
                40 + sequence,
                status < 400 ? 1 : 0,
                0,
                funding,
                new Money(price),
                PlanKey.PAYG,
                BillingState.PAYG_ACTIVE,
                "2026-04-27",
                Rig.NOW.minusSeconds(100 - sequence),
                false);
        return new UsageRow(Rig.ORG, true, sequence, call, UsageRow.State.COUNTED);
    }
}
