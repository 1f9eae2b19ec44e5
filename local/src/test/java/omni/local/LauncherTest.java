package omni.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static Outcome run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).directory(ROOT.toFile()).start();
        process.getOutputStream().close();
        // Both are short: neither pipe fills up while the other is read.
        var stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), stdout, stderr);
    }
}
