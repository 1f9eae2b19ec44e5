package omni.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import omni.json.Json;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    @Test
    void aLineSaysThatItIsAnAlarmAndWhich() {
        assertThat(Json.text(Alarms.LEDGER_GAP.line().fields()))
                .isEqualTo("{\"event\":\"alarm\",\"alarm\":\"ledger_gap\"}");
        assertThat(Alarms.wires()).hasSameSizeAs(Alarms.values()).contains("credit_too_old");
    }

    /** The stack's alarms are made from the list: a line that is put together elsewhere would be heard by nobody. */
    @Test
    void onlyTheListMakesAlarmLines() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> text(file).contains("\"alarm\""))
                            .map(Path::getFileName)
                            .map(Path::toString))
                    .containsExactly("Alarms.java");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
