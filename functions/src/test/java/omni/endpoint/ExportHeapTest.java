package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.fakes.BoundedProcess;
import org.junit.jupiter.api.Test;

/** An export of 50,000 rows stays within 64 MB of heap, function, shell and the SDK's items included. */
class ExportHeapTest {

    @Test
    void fiftyThousandRowsAreExportedInSixtyFourMegabytes() throws Exception {
        var options = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1");
        try (var process = BoundedProcess.java(
                options, ExportInLittleMemory.class, List.of("json", "csv"), b -> b.redirectErrorStream(true))) {
            var ended = process.ended();
            assertThat(ended.exitCode()).as(ended.out()).isZero();
            assertThat(ended.out()).contains("json 7\n", "csv 4\n");
        }
    }
}
