package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omni.call.Operation.Group;

/** A repository's folders as the synthesis reads them: the real stages and one more, and jars that hold a native library and nothing else. */
final class Workspace {

    static final Path STAGES = Path.of("stages").toAbsolutePath();

    /** A stage that sets whatever a stage can set. */
    static final String FULL = "full";

    /** A stage that uses a table which was restored. */
    static final String RESTORED = "restored";

    /** The same before it was restored. */
    static final String UNRESTORED = "unrestored";

    private Workspace() {}

    static Path in(Path root) {
        try {
            var stages = Files.createDirectories(root.resolve("infra-cdk/stages"));
            try (var files = Files.list(STAGES)) {
                for (var file : files.toList()) {
                    Files.copy(file, stages.resolve(file.getFileName()));
                }
            }
            for (var name : List.of(FULL, RESTORED)) {
                try (var stage = Objects.requireNonNull(Workspace.class.getResourceAsStream("/" + name + ".json"))) {
                    Files.copy(stage, stages.resolve(name + ".json"));
                }
            }
            var restored = Files.readAllLines(stages.resolve(RESTORED + ".json"));
            restored.removeIf(line -> line.contains("\"restoredTable\""));
            Files.write(stages.resolve(UNRESTORED + ".json"), restored);
            for (var architecture : Architecture.values()) {
                for (var group : Group.values()) {
                    jar(root.resolve("functions/target/lambda"), architecture, group, architecture.natives());
                }
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jar(Path lambda, Architecture architecture, Group group, String natives) throws IOException {
        var folder = Files.createDirectories(lambda.resolve(architecture.lambdaName()));
        var jar = folder.resolve("functions-1-" + group.name().toLowerCase(Locale.ROOT) + ".jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            var entry = new ZipEntry(natives + "glibc/libaws-crt-jni.so");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(group.name().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return jar;
    }
}
