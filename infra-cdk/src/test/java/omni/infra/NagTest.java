package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import omni.json.Json;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.Aspects;

/** The rules of cdk-nag's AwsSolutions pack: each holds, or its exception stands in the template with a reason. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class NagTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"prod", Workspace.FULL, Workspace.RESTORED})
    void noRuleIsBrokenWithoutAReason(String name) throws IOException, Json.MalformedJson {
        var root = Workspace.in(folder);
        var stage = Stage.read(root.resolve("infra-cdk/stages"), name);
        var app = Synth.app(root.resolve("cdk.out"), Layout.NESTED);
        new OmniStack(
                app,
                stage,
                new Artifacts(root.resolve("functions/target/lambda"), stage.architecture()),
                Layout.NESTED);
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());

        app.synth();

        assertThat(findings(root.resolve("cdk.out/" + stage.stackName() + ".metadata.json")))
                .isEmpty();
    }

    /** What the rules said, as the CDK's own command line tool would show it. */
    private static List<String> findings(Path metadata) throws IOException, Json.MalformedJson {
        var findings = new ArrayList<String>();
        Json.readObject(Files.readAllBytes(metadata))
                .forEach((path, entries) -> list(entries).stream()
                        .filter(entry -> String.valueOf(at(entry, "type")).matches("aws:cdk:(warning|error)"))
                        .forEach(entry -> findings.add(path + " " + at(entry, "data"))));
        return findings;
    }
}
