package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import omni.fakes.BoundedProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./omni test-all} makes of its parts, shown with parts of its own. Needs bash, as the launcher does. */
class OutsideTest {

    private static final Path RUN =
            Path.of("..", "tests-outside", "run").toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each
    Path root;

    @BeforeEach
    void aRepositoryWithPartsOfItsOwn() throws IOException {
        write("tests-outside/run", Files.readString(RUN));
        write("tests-outside/parts/all", "parts=(well ill lost shaky asking)");
        write("tests-outside/parts/well", "echo working; echo all is well");
        write("tests-outside/parts/ill", "[ $1 = install ] || { echo it hurts; exit 3; }");
        write("tests-outside/parts/lost", "echo no such tool; exit 77");
        write("tests-outside/parts/shaky", """
                [ $1 = run ] || [ -e "$OMNI_ROOT/again" ] || { touch "$OMNI_ROOT/again"; exit 1; }
                echo installed at last
                """);
        write("tests-outside/parts/asking", """
                # needs: world
                [ $1 = install ] || cat "$OMNI_WORLD"
                """);
        write("omni", "echo $$ >>\"$(dirname \"$0\")/world.pid\"; echo at home; exec sleep 100000");
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void eachPartEndsWithOneLineAndAllWithTheirSum() throws Exception {
        var ended = run("");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()
                        .lines()
                        .map(line -> line.replaceAll(" +[0-9]+ s +", " ").replaceAll(" +", " ")))
                .containsExactly(
                        "well passed all is well",
                        "ill failed .omni/outside/logs/ill.log",
                        "lost skipped no such tool",
                        "shaky passed installed at last",
                        "asking passed at home",
                        "3 passed, 1 failed, 1 skipped");
        assertThat(ended.err()).contains("--- ill: the end of .omni/outside/logs/ill.log", "it hurts");
    }

    /** Where nobody looks, what is missing is a failure. */
    @Test
    void aMissingToolFailsInContinuousIntegration() throws Exception {
        var ended = run("true", "well", "lost");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out().lines().toList().getLast()).isEqualTo("1 passed, 1 failed");
        assertThat(ended.err()).contains("no such tool");
    }

    @Test
    void onlyTheNamedPartsRun() throws Exception {
        var ended = run("true", "well");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out().lines().count()).isEqualTo(2);
        assertThat(ended.out()).endsWith("\n1 passed, 0 failed\n");
        assertThat(root.resolve("world.pid")).doesNotExist();
    }

    @Test
    void theProductIsStoppedInTheEnd() throws Exception {
        run("", "asking");

        var world = Long.parseLong(Files.readString(root.resolve("world.pid")).strip());
        ProcessHandle.of(world).ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void aProductThatDoesNotStartFailsThePartThatAsksIt() throws Exception {
        write("omni", "echo no port >&2; exit 1");

        var ended = run("", "asking", "well");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("the product did not start").endsWith("\n1 passed, 1 failed\n");
        assertThat(ended.err()).contains("no port");
    }

    private BoundedProcess.Ended run(String continuous, String... parts) throws Exception {
        var command = new ArrayList<>(List.of("bash", "tests-outside/run"));
        command.addAll(List.of(parts));
        try (var process = BoundedProcess.start(command, builder -> {
            builder.directory(root.toFile());
            builder.environment().put("CI", continuous);
            builder.environment().put("OMNI_OUTSIDE_PAUSE", "0");
        })) {
            return process.ended();
        }
    }
}
