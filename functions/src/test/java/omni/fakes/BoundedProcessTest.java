package omni.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Needs bash, as the launcher does. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class BoundedProcessTest {

    @Test
    void aHungProcessIsKilledWhenItsTimeIsOver() throws Exception {
        try (var process = BoundedProcess.start(bash("exec sleep 100000"), Duration.ofMillis(200), _ -> {})) {
            assertThat(process.onExit().get().isAlive()).isFalse();
        }
    }

    @Test
    void aTestThatWaitsForAHungProcessFails() throws Exception {
        try (var process = BoundedProcess.start(bash("sleep 100000"), Duration.ofMillis(200), _ -> {})) {
            assertThatThrownBy(() -> {
                        if (process.exitCode() != 0) {
                            throw new AssertionError("killed");
                        }
                    })
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void whatItStartedDiesWithIt() throws Exception {
        ProcessHandle child;
        try (var process = BoundedProcess.start(bash("sleep 100000 & echo $!; wait"), _ -> {})) {
            child = ProcessHandle.of(Long.parseLong(process.line().orElseThrow()))
                    .orElseThrow();
        }
        child.onExit().join();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void moreThanAPipeHoldsOnBothStreamsIsTakenWithoutAWait() throws Exception {
        var much = "for i in {1..20000}; do echo out-$i; echo err-$i >&2; done; exit 3";
        try (var process = BoundedProcess.start(bash(much), _ -> {})) {
            var ended = process.ended();
            assertThat(ended.exitCode()).isEqualTo(3);
            assertThat(ended.out()).startsWith("out-1\n").endsWith("out-20000\n");
            assertThat(ended.err()).startsWith("err-1\n").endsWith("err-20000\n");
        }
    }

    @Test
    void linesAreReadOneByOneUntilTheEnd() throws Exception {
        try (var process = BoundedProcess.start(bash("echo one; echo two"), _ -> {})) {
            assertThat(process.line()).hasValue("one");
            assertThat(process.rest()).isEqualTo("two\n");
            assertThat(process.line()).hasValue("two");
            assertThat(process.line()).isEmpty();
        }
    }

    private static List<String> bash(String script) {
        return List.of(Path.of("/bin/bash").toString(), "-c", script);
    }
}
