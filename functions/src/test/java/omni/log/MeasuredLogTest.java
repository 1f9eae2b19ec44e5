package omni.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.fakes.Fixture;
import omni.fakes.KeptLog;
import omni.fakes.MovableClock;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What CloudWatch is told by a line: the embedded metric format. */
class MeasuredLogTest {

    private final KeptLog kept = new KeptLog();
    private final MeasuredLog log = new MeasuredLog(kept, "Omni/test", new MovableClock(Fixture.START));

    /** A line that counts nothing by itself. */
    private static final LogLine ANY =
            new LogLine.CallLoss(LogLine.CallLoss.Loss.IDEMPOTENCY_RELEASE_MISSED, "r-1", "use_1");

    private static RequestLine request(int status, @Nullable String meterClass) {
        return new RequestLine(
                Fixture.START,
                "Probe",
                "GET",
                "r-1",
                "00-1",
                meterClass,
                null,
                new RequestLine.Tokens(0, false),
                "$0.0000",
                null,
                status,
                null,
                7,
                null);
    }

    @Test
    void aLineIsOneOfTheEmbeddedMetricFormat() {
        log.line(request(200, "platform_read"));

        assertThat(Json.text(kept.last())).contains("\"event\":\"request\"", "\"Calls\":1");
        assertThat(kept.last().get("_aws"))
                .isEqualTo(Map.of(
                        "Timestamp",
                        Fixture.START.toEpochMilli(),
                        "CloudWatchMetrics",
                        List.of(Map.of(
                                "Namespace",
                                "Omni/test",
                                "Dimensions",
                                List.of(List.of(), List.of("meterClass")),
                                "Metrics",
                                List.of(Map.of("Name", "Calls", "Unit", "Count"))))));
    }

    static List<Arguments> lines() {
        return List.of(
                arguments(request(200, null), List.of("Calls")),
                arguments(request(404, null), List.of("Calls", "Refusals")),
                arguments(request(503, null), List.of("Calls", "Refusals", "Faults")),
                arguments(new LogLine.Denied(Fixture.START, "Probe", "r-1", "no_key"), List.of("Denials")),
                arguments(new LogLine.WindowCountMissed("Probe", "r-1", "x"), List.of("MissedCounts")),
                arguments(
                        new LogLine.CallLoss(LogLine.CallLoss.Loss.FAILED_CALL_ROW_MISSED, "r-1", "use_1"),
                        List.of("MissedRows")),
                arguments(
                        new LogLine.CallLoss(LogLine.CallLoss.Loss.CHARGE_WITHOUT_ANSWER, "r-1", "use_1"),
                        List.of("ChargesWithoutAnswer")),
                arguments(Alarms.SECRETS_NOT_REFRESHED.line(), List.of("SecretRefreshFailures")),
                arguments(Alarms.USAGE_DRIFT.line(), List.of("Drifts")),
                arguments(Alarms.LEDGER_GAP.line(), List.of()),
                arguments(ANY, List.of()));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineTellsItsMetricsByItself(LogLine line, List<String> metrics) {
        log.line(line);

        assertThat(names(kept.last())).containsExactlyElementsOf(metrics);
        assertThat(kept.last().containsKey("_aws")).isEqualTo(!metrics.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void whatIsCountedStandsInTheNextLineAndOnlyInThat(Metric metric) {
        log.count(metric, 2);
        log.count(metric, 3);

        log.line(ANY);
        log.line(ANY);

        assertThat(kept.lines().getFirst()).containsEntry(metric.wire(), metric.unit() == Metric.Unit.COUNT ? 5L : 3L);
        assertThat(names(kept.lines().getFirst())).containsExactly(metric.wire());
        assertThat(kept.last()).doesNotContainKey("_aws");
    }

    @Test
    void whoEndsWithoutALineFlushesAndNothingIsLoggedForNothing() {
        log.flush();
        assertThat(kept.lines()).isEmpty();

        log.count(Metric.VOIDS);
        log.flush();
        log.flush();

        assertThat(kept.lines()).hasSize(1);
        assertThat(names(kept.last())).containsExactly("Voids");
    }

    @Test
    void aLineWithoutAValueForTheDimensionIsCountedAsAWholeAlone() {
        log.line(request(204, null));

        assertThat(Json.text(kept.last())).contains("\"Dimensions\":[[]]");
    }

    @Test
    void nothingIsLostBetweenThreads() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            IntStream.range(0, 1_000)
                    .forEach(turn -> threads.execute(() -> {
                        log.count(Metric.COMMIT_CONFLICTS);
                        log.line(ANY);
                    }));
        }
        log.flush();

        assertThat(kept.lines().stream()
                        .mapToLong(line -> line.get("CommitConflicts") instanceof Long value ? value : 0)
                        .sum())
                .isEqualTo(1_000);
    }

    private static List<String> names(Map<String, @Nullable Object> line) {
        var mark = Json.asObject(line.getOrDefault("_aws", Map.of()));
        return list(mark.get("CloudWatchMetrics")).stream()
                .flatMap(directive -> list(Json.asObject(directive).get("Metrics")).stream())
                .map(metric -> String.valueOf(Json.asObject(metric).get("Name")))
                .toList();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
