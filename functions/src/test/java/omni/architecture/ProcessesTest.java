package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No test starts a process that nobody kills: each module has one class that starts them, and bounds their lives. */
class ProcessesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern STARTS = Pattern.compile(
            "new\\s+ProcessBuilder\\b|ProcessBuilder::new|startPipeline|getRuntime\\(\\)\\s*\\.exec\\b");

    @Test
    void processesAreStartedByTheClassesThatBoundThemAlone() throws IOException {
        assertThat(starters())
                .containsExactlyInAnyOrder(
                        "functions/src/test/java/omni/fakes/BoundedProcess.java",
                        "infra-cdk/src/test/java/omni/infra/Tool.java",
                        "stripe-simulator/src/test/java/stripesimulator/BoundedProcess.java");
    }

    private static Set<String> starters() throws IOException {
        var found = new java.util.TreeSet<String>();
        for (var module : Set.of("functions", "stripe-simulator", "local", "infra-cdk")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                found.addAll(files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("ProcessesTest.java"))
                        .filter(file -> STARTS.matcher(text(file)).find())
                        .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                        .collect(Collectors.toSet()));
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
