package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, as {@code ./omni synth} and {@code cdk deploy} run it. */
class SynthTest {

    @TempDir
    private Path folder;

    record Ended(int status, String said, Duration took) {}

    @Test
    @EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
    void anotherProcessGivesTheSameTemplates() throws Exception {
        var root = Workspace.in(folder);

        var ended = run(root, List.of(), "-c", "stage=prod");

        assertThat(ended.status()).as(ended.said()).isZero();
        System.out.println("synthesis took " + ended.took().toMillis() + " ms");
        assertThat(texts(Templates.in(root.resolve("infra-cdk/cdk.out")))).isEqualTo(texts(Templates.nested("prod")));
    }

    private static Map<String, String> texts(Templates templates) {
        var texts = new TreeMap<String, String>();
        templates.byFile().forEach((file, template) -> texts.put(file, template.text()));
        return texts;
    }

    @Test
    void forSamAndForThisMachineThereIsOneTemplate() {
        assertThat(Synth.layout(List.of("--sam"), "prod")).isEqualTo(Layout.FLAT);
        assertThat(Synth.layout(List.of("-c", "stage=local"), "local")).isEqualTo(Layout.FLAT);
        assertThat(Synth.layout(List.of("-c", "stage=prod"), "prod")).isEqualTo(Layout.NESTED);
    }

    @Test
    void anArgumentThatNobodyKnowsIsRefused() throws Exception {
        var ended = run(Workspace.in(folder), List.of(), "--same");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("omni: Unknown argument --same");
    }

    @Test
    void aDeploymentHasToNameItsStage() throws Exception {
        var ended = run(Workspace.in(folder), List.of("CDK_CLI_VERSION=2.1148.1"));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("omni: Name the stage to deploy: -c stage=NAME");
    }

    @Test
    void theStageOfTheToolkitIsTaken() throws Exception {
        var context = List.of("CDK_CLI_VERSION=2.1148.1", "CDK_CONTEXT_JSON={\"stage\":\"nowhere\"}");

        var ended = run(Workspace.in(folder), context);

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("omni: There is no stage nowhere").doesNotContain("\tat ");
    }

    private static Ended run(Path root, List<String> environment, String... arguments)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new java.util.ArrayList<>(
                List.of(java, "-XX:TieredStopAtLevel=1", "-Domni.root=" + root, "-cp", path, "omni.infra.Synth"));
        command.addAll(List.of(arguments));
        var started = System.nanoTime();
        var ended = Tool.run(command, builder -> {
            for (var variable : environment) {
                var equals = variable.indexOf('=');
                builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        });
        return new Ended(ended.exitCode(), ended.said(), Duration.ofNanos(System.nanoTime() - started));
    }
}
