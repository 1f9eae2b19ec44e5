package omni.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.call.EndpointFunction;
import omni.event.AuditEvent;
import omni.fakes.ARow;
import omni.fakes.Ask;
import omni.fakes.Recorded;
import omni.fakes.Rig;
import omni.ledger.AppliedCommits;
import omni.ledger.RaisedLevels;
import omni.ledger.RollUp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of the usage reads, field by field. Contract 11.7, 11.9. */
class UsageGoldenTest {

    private static final Instant NOW = Rig.NOW;

    private final Rig rig = new Rig();

    private void record(String name, Ask ask, EndpointFunction function) {
        var answer = ask.header("x-request-id", "req_golden")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .by(rig.byKey("billing:read"))
                .of(function);
        Recorded.golden(name + ".txt", answer.text());
    }

    @BeforeEach
    void calls() {
        rig.usage.add(row(1, 120).fundedBy(Funding.GRANT, 0).build());
        rig.usage.add(row(2, 90).route(1, 1).mcpTool().build());
        rig.usage.add(row(3, 80).route(11, 6).withFailure(404).build());
        rig.usage.add(row(4, 70)
                .route(11, 6)
                .request("-1.csv:x")
                .fundedBy(Funding.PAID, 50_000)
                .build());
        rig.usage.add(
                row(5, 60).route(11, 6).fundedBy(Funding.PAID, 32_500).build().creditedRow(null));
        rig.usage.add(row(6, 26 * 60).principal("usr_1").route(99, 14).free().build());
        rig.usage.add(row(7, 5).test().build());
    }

    private static ARow row(long sequence, long minutesAgo) {
        return ARow.of(Rig.ORG, sequence, NOW.minus(Duration.ofMinutes(minutesAgo)));
    }

    @Test
    void theSummaryOfThePeriod() {
        var at = Instant.parse("2026-05-14T09:12:44.120Z");
        rig.store.put(new RollUp(
                RollUp.Scope.period(Rig.ORG, true, InvoicePeriod.at(NOW)),
                3,
                new AppliedCommits(1, 9, List.of()),
                Map.of(
                        "class#1", new RollUp.Tally(3, 2, 1, 2, new Money(20_000), 100, at, at),
                        "class#6", new RollUp.Tally(6, 6, 0, 5, new Money(250_000), 480, at, at.plusSeconds(9)),
                        "line#2#6#50000", new RollUp.Tally(5, 5, 0, 5, new Money(250_000), 400, at, at)),
                RaisedLevels.NONE));
        record("GetUsage", Ask.of("GET", "/v1/usage"), rig.function(Endpoints.GET_USAGE));
    }

    @Test
    void theSummaryOfAPeriodWithoutACall() {
        record("GetUsage.none", Ask.of("GET", "/v1/usage"), rig.function(Endpoints.GET_USAGE));
    }

    @Test
    void series() {
        series("GetUsageSeries", "day", "2026-05-13T09:30:00.000Z", "2026-05-16T00:00:00.000Z");
        series("GetUsageSeries.hour", "hour", "2026-05-15T09:30:00Z", "2026-05-15T12:00:00.000Z");
        series("GetUsageSeries.invalid", "minute", "2026-05-15T09:30:00Z", "2026-05-15T12:00:00.000Z");
    }

    private void series(String name, String bucket, String since, String until) {
        record(
                name,
                Ask.of("GET", "/v1/dashboard/usage/series")
                        .query("bucket", bucket)
                        .query("since", since)
                        .query("until", until),
                rig.function(Endpoints.GET_USAGE_SERIES));
    }

    @Test
    void endpoints() {
        record(
                "GetUsageEndpoints",
                Ask.of("GET", "/v1/dashboard/usage/endpoints"),
                rig.function(Endpoints.GET_USAGE_ENDPOINTS));
        record(
                "GetUsageEndpoints.test",
                Ask.of("GET", "/v1/dashboard/usage/endpoints").query("livemode", "false"),
                rig.function(Endpoints.GET_USAGE_ENDPOINTS));
    }

    @Test
    void rows() {
        var requests = rig.function(Endpoints.GET_USAGE_REQUESTS);
        record("GetUsageRequests", requests(), requests);
        record("GetUsageRequests.page", requests().query("limit", "2"), requests);
        record("GetUsageRequests.cursor", requests().query("cursor", "x"), requests);
        record("GetUsageRequests.status", requests().query("status", "ok"), requests);
    }

    @Test
    void exports() {
        var export = rig.function(Endpoints.EXPORT_USAGE);
        record("ExportUsage", export().query("limit", "1"), export);
        record("ExportUsage.csv", export().query("format", "csv"), export);
        record("ExportUsage.csv-more", export().query("format", "csv").query("limit", "1"), export);
        record("ExportUsage.none", export().query("status", "error").query("meterClass", "fact_lookup"), export);
        record("ExportUsage.format", export().query("format", "xlsx"), export);
    }

    private static Ask export() {
        return Ask.of("GET", "/v1/dashboard/usage/export");
    }

    @Test
    void diagnostics() {
        rig.events.add(new AuditEvent(
                "evt_1",
                Rig.ORG,
                AuditEvent.AUDIT,
                "budget.updated",
                "usr_1",
                "session",
                "api",
                "req_3",
                Map.of("new", Map.of("spendCapCents", 500)),
                NOW));
        diagnostics("GetRequestDiagnostics", "req_3");
        diagnostics("GetRequestDiagnostics.unknown", "req_unknown");
    }

    private void diagnostics(String name, String requestId) {
        record(
                name,
                Ask.of("GET", "/v1/diagnostics/requests/" + requestId).pathParameter("requestId", requestId),
                rig.function(Endpoints.GET_REQUEST_DIAGNOSTICS));
    }

    private static Ask requests() {
        return Ask.of("GET", "/v1/dashboard/usage/requests");
    }
}
