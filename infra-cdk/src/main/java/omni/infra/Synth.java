package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.json.Json;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * Writes the template: {@code ./omni synth [-c stage=NAME]}, and what {@code cdk deploy -c stage=NAME} runs. Without a
 * stage it is {@code local}, for {@code sam local}; a deployment has to name one.
 */
public final class Synth {

    private static final String STAGE = "stage=";

    /** The file that the CDK leaves in a folder that it has written. */
    private static final String MARK = "cdk.out";

    private Synth() {}

    public static void main(String[] arguments) {
        try {
            var environment = System.getenv();
            var stage = stage(List.of(arguments), environment);
            var root = Path.of(System.getProperty("omni.root", "")).toAbsolutePath();
            var folder = environment.getOrDefault(
                    "CDK_OUTDIR", root.resolve("infra-cdk/cdk.out").toString());
            synthesise(root, stage, Path.of(folder));
        } catch (StageFault e) {
            System.err.println("omni: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Synthesises one stage of the repository at {@code root} into {@code folder}. */
    static void synthesise(Path root, String name, Path folder) {
        var stage = Stage.read(root.resolve("infra-cdk/stages"), name);
        var artefacts = new Artefacts(root.resolve("functions/target/lambda"), stage.architecture());
        clear(folder);
        var app = app(folder);
        new OmniStack(app, stage, artefacts);
        app.synth();
    }

    /** Takes an earlier synthesis away, so that the folder never holds a template or a jar of another one. */
    private static void clear(Path folder) {
        if (!Files.exists(folder.resolve(MARK))) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + folder, e);
        }
    }

    /** Paths and assets as metadata tell {@code sam local} which function is which and where its code lies. */
    static App app(Path folder) {
        return new App(AppProps.builder()
                .outdir(folder.toString())
                .context(Map.of(
                        "aws:cdk:enable-path-metadata", true,
                        "aws:cdk:enable-asset-metadata", true))
                .analyticsReporting(false)
                .treeMetadata(false)
                .build());
    }

    private static String stage(List<String> arguments, Map<String, String> environment) {
        var given = arguments.stream()
                .filter(argument -> argument.startsWith(STAGE))
                .map(argument -> argument.substring(STAGE.length()))
                .findFirst()
                .or(() -> ofToolkit(environment.getOrDefault("CDK_CONTEXT_JSON", "{}")));
        if (given.isEmpty() && environment.containsKey("CDK_CLI_VERSION")) {
            throw new StageFault("Name the stage to deploy: -c stage=NAME");
        }
        return given.orElse(Stage.LOCAL);
    }

    private static Optional<String> ofToolkit(String context) {
        try {
            return Optional.ofNullable(Json.readObject(context.getBytes(StandardCharsets.UTF_8))
                            .get("stage"))
                    .map(String::valueOf);
        } catch (Json.MalformedJson e) {
            throw new StageFault("CDK_CONTEXT_JSON is not a JSON object");
        }
    }
}
