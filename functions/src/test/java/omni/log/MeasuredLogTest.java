package omni.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What CloudWatch is told by a line: the embedded metric format. */
class MeasuredLogTest {

    private final KeptLog kept = new KeptLog();
    private final MeasuredLog log = new MeasuredLog(kept, "Omni/test", new MovableClock(Fixture.START));

    private static Map<String, @Nullable Object> line(@Nullable Object... pairs) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            line.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return line;
    }

    @Test
    void aLineIsOneOfTheEmbeddedMetricFormat() {
        log.line(line("event", "request", "meterClass", "platform_read", "status", 200));

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

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        request                | status | 200                   | Calls
        request                | status | 404                   | Calls,Refusals
        request                | status | 503                   | Calls,Refusals,Faults
        denied                 | reason | no_key                | Denials
        window_count_missed    | cause  | x                     | MissedCounts
        failed_call_row_missed | -      | -                     | MissedRows
        charge_without_answer  | -      | -                     | ChargesWithoutAnswer
        alarm                  | alarm  | secrets_not_refreshed | SecretRefreshFailures
        alarm                  | alarm  | usage_drift           | Drifts
        alarm                  | alarm  | ledger_gap            | -
        anything               | -      | -                     | -
        """)
    void aLineTellsItsMetricsByItself(
            String event, @Nullable String field, @Nullable String value, @Nullable String metrics) {
        var line = line("event", event);
        if (field != null && value != null) {
            line.put(field, field.equals("status") ? (Object) Integer.valueOf(value) : value);
        }

        log.line(line);

        assertThat(names(kept.last()))
                .containsExactlyElementsOf(metrics == null ? List.of() : List.of(metrics.split(",", -1)));
        assertThat(kept.last().containsKey("_aws")).isEqualTo(metrics != null);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void whatIsCountedStandsInTheNextLineAndOnlyInThat(Metric metric) {
        log.count(metric, 2);
        log.count(metric, 3);

        log.line(line("event", "anything"));
        log.line(line("event", "anything"));

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
        log.line(line("event", "request", "meterClass", null, "status", 204));

        assertThat(Json.text(kept.last())).contains("\"Dimensions\":[[]]");
    }

    @Test
    void nothingIsLostBetweenThreads() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            IntStream.range(0, 1_000)
                    .forEach(turn -> threads.execute(() -> {
                        log.count(Metric.COMMIT_CONFLICTS);
                        log.line(line("event", "anything"));
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
