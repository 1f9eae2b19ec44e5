package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import omni.fakes.BoundedProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs bash, as the launcher does. */
class LauncherTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private record Outcome(int exitCode, String stdout, String stderr) {}

    @ParameterizedTest
    @ValueSource(strings = {"omni", ".ci/run"})
    void theScriptsAreWellFormed(String script) throws Exception {
        assertThat(run("bash", "-n", script)).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        var help = run("bash", "omni", "help");

        assertThat(help.exitCode).isZero();
        assertThat(help.stdout)
                .contains(
                        "  up  ",
                        "  test  ",
                        "  fuzz [MINUTES] [SEED]\n",
                        "  test-busy [N]\n",
                        "  test-sam\n",
                        "  demo  ",
                        "  stripe-sync\n",
                        "  reconcile\n",
                        "  explain REQUEST_ID\n",
                        "  rebuild-rows FILE\n",
                        "  synth  ",
                        "  help  ");
    }

    @Test
    void anUnknownCommandIsOneLineAndAFailure() throws Exception {
        var outcome = run("bash", "omni", "fly");

        assertThat(outcome.exitCode).isEqualTo(1);
        assertThat(outcome.stdout).isEmpty();
        assertThat(outcome.stderr).isEqualTo("omni: unknown command fly (./omni help lists the commands)\n");
    }

    /** Beside the gate run a loop each; whatever the gate's end, none of them is left. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a gate that passes | 600 | exit 0            | 0
        a gate that fails  | 600 | exit 3            | 3
        a gate that hangs  | 2   | sleep 100000&wait | 1
        """)
    void theGateBesideBusyLoopsEndsAndSoDoTheLoops(String what, String seconds, String gate, int exitCode)
            throws Exception {
        var siblings = "ps -A -o pid= -o ppid= | awk -v p=$PPID '$2 == p { print $1 }'; ";
        try (var process = BoundedProcess.start(List.of("bash", "omni", "test-busy", "2", siblings + gate), builder -> {
            builder.directory(ROOT.toFile());
            builder.environment().put("OMNI_BUSY_GATE", "bash -c");
            builder.environment().put("OMNI_BUSY_SECONDS", seconds);
        })) {
            var ended = process.ended();

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
            assertThat(ended.out().lines().count()).as("two loops and the gate").isGreaterThanOrEqualTo(3);
            ended.out().lines().map(String::strip).map(Long::valueOf).forEach(LauncherTest::gone);
        }
    }

    private static void gone(long pid) {
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    }

    private static Outcome run(String... command) throws IOException, InterruptedException {
        try (var process = BoundedProcess.start(List.of(command), builder -> builder.directory(ROOT.toFile()))) {
            var ended = process.ended();
            return new Outcome(ended.exitCode(), ended.out(), ended.err());
        }
    }
}
