package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CloudFormation's own grammar, as cfn-lint knows it: types, properties, values, references. A part of {@code ./omni test-all},
 * which brings cfn-lint along.
 */
@Tag("test-all")
class LintTest {

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

    private static void lint(Templates templates) throws Exception {
        var arguments = new ArrayList<>(List.of("cfn-lint", "--regions", "us-east-1", "--template"));
        templates
                .byFile()
                .keySet()
                .forEach(file -> arguments.add(templates.folder().resolve(file).toString()));

        var lint = Tool.run(arguments, _ -> {});

        assertThat(lint.exitCode()).as(lint.said()).isZero();
        assertThat(lint.said()).isEmpty();
    }
}
