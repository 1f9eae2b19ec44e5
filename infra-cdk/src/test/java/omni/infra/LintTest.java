package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudFormation's own grammar, as cfn-lint knows it: types, properties, values, references. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class LintTest {

    private static final String SKIPPED =
            "cfn-lint is not on the PATH: templates are not linted on this machine (pip install cfn-lint)";

    @ParameterizedTest
    @ValueSource(strings = {"prod", Workspace.FULL})
    void cfnLintFindsNothing(String stage) throws Exception {
        lint(Templates.nested(stage));
    }

    /** But that it holds more resources than could be deployed, which it is not made for. */
    @Test
    void cfnLintFindsNothingInTheOneTemplateForSam() throws Exception {
        lint(Templates.of("prod", Layout.FLAT));
    }

    private static void lint(Templates templates) throws Exception {
        assumeTrue(isThere(), SKIPPED);
        var command = new ArrayList<>(List.of("cfn-lint", "--regions", "us-east-1", "--template"));
        templates
                .byFile()
                .keySet()
                .forEach(file -> command.add(templates.folder().resolve(file).toString()));

        var lint = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(lint.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(said).isEmpty();
        assertThat(lint.exitValue()).isZero();
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("cfn-lint", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            System.out.println(SKIPPED);
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
