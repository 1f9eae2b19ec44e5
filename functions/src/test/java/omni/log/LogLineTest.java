package omni.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines as queries and filters of those who run this know them: their fields and the order of these do not change. */
class LogLineTest {

    private static final Instant AT = Instant.parse("2026-05-15T12:00:20.250Z");
    private static final String TIME = "\"at\":\"2026-05-15T12:00:20.250Z\"";

    private static RequestLine request(RequestLine.@Nullable Standing standing, @Nullable Object errorCode) {
        return new RequestLine(
                AT,
                "ResolveEntity",
                "GET",
                "r-1",
                "00-1",
                standing == null ? null : "entity_lookup",
                standing,
                new RequestLine.Tokens(12, true),
                "$0.0100",
                standing == null ? null : "use_1",
                errorCode == null ? 200 : 404,
                errorCode,
                7,
                null);
    }

    static List<Arguments> lines() {
        return List.of(
                arguments(
                        request(new RequestLine.Standing("payg", "active", "payg_active", 9), null),
                        "{\"event\":\"request\"," + TIME + ",\"operation\":\"ResolveEntity\",\"method\":\"GET\","
                                + "\"requestId\":\"r-1\",\"traceparent\":\"00-1\",\"meterClass\":\"entity_lookup\","
                                + "\"planKey\":\"payg\",\"billingStatus\":\"active\",\"billingState\":\"payg_active\","
                                + "\"freeGrantRemaining\":9,\"tokenCount\":12,\"estimatedCost\":\"$0.0100\","
                                + "\"tokenCountEstimated\":true,\"usageId\":\"use_1\",\"status\":200,\"errorCode\":null,"
                                + "\"latencyMs\":7}"),
                arguments(
                        request(null, "not_found"),
                        "{\"event\":\"request\"," + TIME + ",\"operation\":\"ResolveEntity\",\"method\":\"GET\","
                                + "\"requestId\":\"r-1\",\"traceparent\":\"00-1\",\"meterClass\":null,"
                                + "\"planKey\":null,\"billingStatus\":null,\"billingState\":null,"
                                + "\"freeGrantRemaining\":null,\"tokenCount\":12,\"estimatedCost\":\"$0.0100\","
                                + "\"tokenCountEstimated\":true,\"usageId\":null,\"status\":404,"
                                + "\"errorCode\":\"not_found\",\"latencyMs\":7}"),
                arguments(
                        new RequestLine(
                                AT,
                                "ResolveEntity",
                                "GET",
                                "r-1",
                                "00-1",
                                null,
                                null,
                                new RequestLine.Tokens(0, false),
                                "$0.0000",
                                null,
                                402,
                                "billing_required",
                                7,
                                Map.of("reason", "card_required")),
                        "{\"event\":\"request\"," + TIME + ",\"operation\":\"ResolveEntity\",\"method\":\"GET\","
                                + "\"requestId\":\"r-1\",\"traceparent\":\"00-1\",\"meterClass\":null,"
                                + "\"planKey\":null,\"billingStatus\":null,\"billingState\":null,"
                                + "\"freeGrantRemaining\":null,\"tokenCount\":0,\"estimatedCost\":\"$0.0000\","
                                + "\"tokenCountEstimated\":false,\"usageId\":null,\"status\":402,"
                                + "\"errorCode\":\"billing_required\",\"latencyMs\":7,"
                                + "\"refusal\":{\"reason\":\"card_required\"}}"),
                arguments(
                        new LogLine.Denied(AT, "GetUsage", "r-1", "no_key"),
                        "{\"event\":\"denied\"," + TIME
                                + ",\"operation\":\"GetUsage\",\"requestId\":\"r-1\",\"reason\":\"no_key\"}"),
                arguments(
                        new LogLine.BearerRefused(AT, "expired"),
                        "{\"event\":\"bearer_refused\"," + TIME + ",\"cause\":\"expired\"}"),
                arguments(
                        new LogLine.WindowCountMissed("GetUsage", "r-1", "throttled"),
                        "{\"event\":\"window_count_missed\",\"operation\":\"GetUsage\",\"requestId\":\"r-1\","
                                + "\"cause\":\"throttled\"}"),
                arguments(
                        new LogLine.CallLoss(LogLine.CallLoss.Loss.FAILED_CALL_ROW_MISSED, "r-1", "use_1"),
                        "{\"event\":\"failed_call_row_missed\",\"requestId\":\"r-1\",\"usageId\":\"use_1\"}"),
                arguments(
                        new LogLine.CallLoss(LogLine.CallLoss.Loss.CHARGE_WITHOUT_ANSWER, "r-1", "use_1"),
                        "{\"event\":\"charge_without_answer\",\"requestId\":\"r-1\",\"usageId\":\"use_1\"}"),
                arguments(
                        new LogLine.CallLoss(LogLine.CallLoss.Loss.IDEMPOTENCY_RELEASE_MISSED, "r-1", "use_1"),
                        "{\"event\":\"idempotency_release_missed\",\"requestId\":\"r-1\",\"usageId\":\"use_1\"}"),
                arguments(
                        new LogLine.Hindrance(LogLine.Hindrance.Event.SIGN_IN_UNAVAILABLE, AT, "r-1", "no answer"),
                        "{\"event\":\"sign_in_unavailable\"," + TIME
                                + ",\"requestId\":\"r-1\",\"cause\":\"no answer\"}"),
                arguments(
                        new LogLine.JobFailure(LogLine.JobFailure.Failure.SWEEP_ENDED, AT, null, "no time"),
                        "{\"event\":\"sweep_ended\"," + TIME + ",\"orgId\":null,\"detail\":\"no time\"}"),
                arguments(
                        Alarms.LEDGER_GAP.line().with("orgId", "org_1").with("before", null),
                        "{\"event\":\"alarm\",\"alarm\":\"ledger_gap\",\"orgId\":\"org_1\",\"before\":null}"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsWrittenAsItAlwaysWas(LogLine line, String json) {
        assertThat(Json.text(line.fields())).isEqualTo(json);
    }
}
