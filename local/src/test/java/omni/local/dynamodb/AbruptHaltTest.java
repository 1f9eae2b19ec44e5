package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import omni.fakes.BoundedProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbruptHaltTest {

    private static final int WRITES = 150;

    @Test
    void aKilledProcessLosesNoAnsweredWriteAndNoRecord(@TempDir Path folder) throws Exception {
        assertThat(runAndHalt(folder)).isEqualTo(HaltingWorld.EXIT_CODE);
        var answered = numbers(folder.resolve("answered"));
        var takenBefore = numbers(folder.resolve("taken"));
        assertThat(answered).hasSize(WRITES);
        assertThat(takenBefore).isNotEmpty();

        try (var database = LocalDynamoDb.in(folder.resolve("table"));
                var tables = Tables.at(database.endpoint());
                var connection = DynamoDbConnection.at(database.endpoint(), DynamoDbConnection.ANY_CREDENTIALS)) {
            assertThat(tables.client().scan(scan -> scan.tableName(Tables.NAME)).count())
                    .isEqualTo(WRITES);
            var settings = StreamPumpSettings.of(connection, Tables.NAME, HaltingWorld.taker(folder));
            try (var pump = StreamPump.start(settings.withFolder(folder))) {
                pump.awaitDrained();
            }
        }

        var takenAtLast = numbers(folder.resolve("taken"));
        assertThat(takenAtLast).containsAll(answered);
        // At most the batch under way comes twice: the rest is not read again.
        assertThat(takenAtLast).hasSizeLessThanOrEqualTo(WRITES + 100);
    }

    private static int runAndHalt(Path folder) throws IOException, InterruptedException {
        try (var process = BoundedProcess.java(
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"),
                HaltingWorld.class,
                List.of(folder.toString(), Integer.toString(WRITES)),
                BoundedProcess.saying(folder.resolve("output")))) {
            return process.exitCode();
        }
    }

    private static List<Integer> numbers(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Integer::valueOf).toList()
                : List.of();
    }
}
