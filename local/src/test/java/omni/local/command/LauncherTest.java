package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.fakes.BoundedProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Needs bash, as the launcher does. */
class LauncherTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each
    Path copy;

    private record Outcome(int exitCode, String stdout, String stderr) {}

    static List<String> scripts() throws IOException {
        var scripts = new ArrayList<>(List.of("omni", ".ci/run", "tests-outside/run", "tests-outside/lock"));
        scripts.addAll(
                List.of("tests-outside/tools", "tests-outside/versions", "tests-outside/stripe/start-simulator"));
        for (var folder : List.of("launcher", "tests-outside/parts")) {
            try (var files = Files.list(ROOT.resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName()).forEach(scripts::add);
            }
        }
        return scripts;
    }

    @ParameterizedTest
    @MethodSource("scripts")
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
                        "  test-one CLASS...\n",
                        "  test-all [PART...]\n",
                        "  fuzz [MINUTES] [SEED]\n",
                        "  test-busy [N]\n",
                        "  test-sam\n",
                        "  watch CLASS...\n",
                        "  record [CLASS...]\n",
                        "  format  ",
                        "  sbom  ",
                        "  demo  ",
                        "  stripe-sync\n",
                        "  reconcile\n",
                        "  explain REQUEST_ID\n",
                        "  rebuild-rows FILE\n",
                        "  synth  ",
                        "  completion\n",
                        "  version ",
                        "  help  ");
    }

    /** What the launcher can do and what its help lists are the same verbs. */
    @Test
    void helpNamesNothingElse() throws Exception {
        var verbs = Files.readString(ROOT.resolve("omni"))
                .lines()
                .filter(line -> line.matches("  [a-z-]+( \\| -?[a-z-]+)*\\)"))
                .flatMap(line -> Stream.of(line.strip().split("[ |)]+")))
                .filter(verb -> !verb.startsWith("-"));

        assertThat(run("bash", "omni", "help")
                        .stdout()
                        .lines()
                        .filter(line -> line.matches("  [a-z].*"))
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsExactlyInAnyOrderElementsOf(verbs.toList());
    }

    /** Of the programs with their options, of the launcher's own verbs by name. */
    @Test
    void theCompletionScriptKnowsEveryCommand() throws Exception {
        var script = Commands.run("completion", Map.of(), "up", "test-one");

        assertThat(script.exitCode()).isZero();
        assertThat(script.out()).contains("--no-rate-limits", "--dry-run", "--month", "test-one");
        var file = Files.writeString(copy.resolve("script"), script.out());
        assertThat(run("bash", "-n", file.toString())).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void theVersionIsTheTopmostOfTheChangelog() throws Exception {
        var version = run("bash", "omni", "version").stdout().strip();

        assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))
                        .lines()
                        .filter(line -> line.startsWith("## "))
                        .findFirst())
                .hasValueSatisfying(
                        heading -> assertThat(heading).startsWith("## [" + version.replace("-SNAPSHOT", "") + "] - "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        test-one                    | 2 | omni: name a test class, such as AdmissionTest
        test-one -Dskip             | 2 | omni: -Dskip is no test class
        watch a;b                   | 2 | omni: a;b is no test class
        record x/y                  | 2 | omni: x/y is no test class
        test-one NoSuchTestAnywhere | 2 | omni: no module has a test class NoSuchTestAnywhere
        test-all spelling           | 2 | omni: there is no part spelling of test-all; there are: schemathesis client-typescript client-python mcp-conformance mcp-typescript mcp-python mcp-java mcp-remote mcp-inspector actionlint cfn-lint sam-validate stripe-objects stripe-python stripe-node stripe-mock long-stories
        """)
    void whatCannotBeRunIsOneLineAndAFailure(String arguments, int exitCode, String line) throws Exception {
        var command = new ArrayList<>(List.of("bash", "omni"));
        command.addAll(List.of(arguments.split(" ", -1)));

        assertThat(run(command.toArray(String[]::new))).isEqualTo(new Outcome(exitCode, "", line + "\n"));
    }

    @Test
    void anUnknownCommandIsOneLineAndAFailure() throws Exception {
        var outcome = run("bash", "omni", "fly");

        assertThat(outcome.exitCode).isEqualTo(2);
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

    /** Of the gate's log and the reports of this very run; a gate that fails is told by its own code. */
    @Test
    void theGateEndsWithWhereItsTimeWent() throws Exception {
        for (var file : List.of("omni", "launcher/tools", "launcher/programs", "launcher/tests", "launcher/times")) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(ROOT.resolve(file), copy.resolve(file));
        }
        Files.writeString(copy.resolve("report"), """
                <testsuite xmlns:xsi="x" version="3.0.2" name="omni.SlowTest" time="1,234.56" tests="2">
                  <testcase name="a" time="9999"/>
                </testsuite>
                """);
        Files.writeString(copy.resolve("gate"), """
                mkdir -p functions/target/surefire-reports local/target/failsafe-reports
                cp report functions/target/surefire-reports/TEST-omni.SlowTest.xml
                sed 's/Slow/Quick/; s/1,234.56/0.25/' report >local/target/failsafe-reports/TEST-omni.QuickIT.xml
                touch -t 202001010000 report; cp -p report local/target/failsafe-reports/TEST-omni.OldIT.xml
                cat <<'LOG'
                23:59:00 [INFO] --- maven-compiler-plugin:3.14.1:compile (default-compile) @ functions ---
                23:59:30 [INFO] --- surefire:3.5.4:test (default-test) @ functions ---
                a test says this
                00:01:00 [INFO] --- maven-shade-plugin:3.6.2:shade (metered) @ functions ---
                00:01:05 [INFO] --- maven-failsafe-plugin:3.5.4:verify (default) @ functions ---
                00:01:06 [INFO] --- maven-surefire-plugin:3.5.4:test (default-test) @ local ---
                00:02:06 [INFO] Reactor Summary for Omni Billing:
                00:02:09 [INFO] BUILD FAILURE
                LOG
                exit 3
                """);
        try (var process = BoundedProcess.start(List.of("bash", "omni", "test"), builder -> {
            builder.directory(copy.toFile());
            builder.environment().put("OMNI_GATE", "bash gate");
        })) {
            var ended = process.ended();

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
            assertThat(ended.out()).endsWith("""
                    00:02:09 [INFO] BUILD FAILURE

                    Where the time went, in seconds (modules run side by side):
                      module                format   compile     tests artifacts  packaged     other       sum
                      functions                  0        30        90         5         0         0       125
                      local                      0         0        60         0         0         0        60
                    The slowest test classes:
                        1234.6  omni.SlowTest
                           0.2  omni.QuickTest
                    """);
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
