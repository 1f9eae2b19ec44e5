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
 * Writes the templates: {@code ./omni synth [--sam] [-c stage=NAME]}, and what {@code cdk deploy -c stage=NAME} runs. With
 * {@code --sam}, and for the stage {@code local}, which is what no name means, it is one template without nested stacks. A
 * deployment has to name its stage.
 */
public final class Synth {

    private static final String STAGE = "stage=";
    private static final String SAM = "--sam";

    /** The file that the CDK leaves in a folder that it has written. */
    private static final String MARK = "cdk.out";

    private Synth() {}

    public static void main(String[] arguments) {
        try {
            var environment = System.getenv();
            var given = List.of(arguments);
            refuseUnknown(given);
            var stage = stage(given, environment);
            var root = Path.of(System.getProperty("omni.root", "")).toAbsolutePath();
            var folder = environment.getOrDefault(
                    "CDK_OUTDIR", root.resolve("infra-cdk/cdk.out").toString());
            synthesize(root, stage, layout(given, stage), Path.of(folder));
        } catch (StageFault e) {
            System.err.println("omni: " + e.getMessage());
            System.exit(2); // used wrongly, as with every command of ./omni
        } catch (Throwable e) {
            // the toolkit's process in the background would keep this one alive
            System.err.println("omni: the synthesis failed: " + e.toString().replaceAll("\\s+", " "));
            System.exit(1);
        }
    }

    static Layout layout(List<String> arguments, String stage) {
        return arguments.contains(SAM) || stage.equals(Stage.LOCAL) ? Layout.FLAT : Layout.NESTED;
    }

    /** Synthesizes one stage of the repository at {@code root} into {@code folder}. */
    static void synthesize(Path root, String name, Layout layout, Path folder) {
        var stage = Stage.read(root.resolve("infra-cdk/stages"), name);
        var artifacts = new Artifacts(root.resolve("functions/target/lambda"), stage.architecture());
        clear(folder);
        var app = app(folder, layout);
        new OmniStack(app, stage, artifacts, layout);
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
    static App app(Path folder, Layout layout) {
        return new App(AppProps.builder()
                .outdir(folder.toString())
                .context(Map.of(
                        "aws:cdk:enable-path-metadata", true,
                        "aws:cdk:enable-asset-metadata", true,
                        "@aws-cdk/core:stackResourceLimit", layout.resourceLimit()))
                .analyticsReporting(false)
                .treeMetadata(false)
                .build());
    }

    private static void refuseUnknown(List<String> arguments) {
        for (var argument : arguments) {
            if (!argument.equals(SAM) && !argument.equals("-c") && !argument.startsWith(STAGE)) {
                throw new StageFault("Unknown argument " + argument + ": synth [--sam] [-c stage=NAME]");
            }
        }
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
