package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudFormation's own grammar, as cfn-lint knows it: types, properties, values, references; and what the AWS SAM CLI says of it. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class LintTest {

    private static final String MISSING =
            " is not on the PATH: templates are not linted by it on this machine (pip install cfn-lint"
                    + " aws-sam-cli)";

    @ParameterizedTest
    @ValueSource(strings = {"prod", Workspace.FULL, Workspace.RESTORED})
    void cfnLintFindsNothing(String stage) throws Exception {
        lint(Templates.nested(stage));
    }

    /** But that it holds more resources than could be deployed, which it is not made for. */
    @Test
    void cfnLintFindsNothingInTheOneTemplateForSam() throws Exception {
        lint(Templates.of("prod", Layout.FLAT));
    }

    @Test
    void samFindsNothingInTheOneTemplateThatIsMadeForIt() throws Exception {
        var templates = Templates.of("local", Layout.FLAT);
        assertThat(templates.byFile()).hasSize(1);
        var file = templates.folder().resolve(templates.byFile().firstKey());

        var said = run("sam", List.of("validate", "--lint", "--region", "us-east-1", "--template", file.toString()));

        assertThat(said).contains("is a valid SAM Template");
    }

    private static void lint(Templates templates) throws Exception {
        var arguments = new ArrayList<>(List.of("--regions", "us-east-1", "--template"));
        templates
                .byFile()
                .keySet()
                .forEach(file -> arguments.add(templates.folder().resolve(file).toString()));

        assertThat(run("cfn-lint", arguments)).isEmpty();
    }

    /** What the tool says when it finds no fault. */
    private static String run(String tool, List<String> arguments) throws Exception {
        assumeTrue(isThere(tool), () -> tool + MISSING);
        var command = new ArrayList<>(List.of(tool));
        command.addAll(arguments);
        var lint = Tool.run(command, LintTest::silent);

        assertThat(lint.exitCode()).as(lint.said()).isZero();
        return lint.said();
    }

    private static void silent(ProcessBuilder builder) {
        builder.environment().put("SAM_CLI_TELEMETRY", "0");
    }

    private static boolean isThere(String tool) throws InterruptedException {
        try {
            return Tool.run(List.of(tool, "--version"), LintTest::silent).exitCode() == 0;
        } catch (IOException e) {
            System.out.println(tool + MISSING);
            return false;
        }
    }
}
