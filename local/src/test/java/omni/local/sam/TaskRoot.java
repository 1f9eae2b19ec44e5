package omni.local.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import omni.call.Operation.Group;

/**
 * A group's artifact as Lambda lays it out: unpacked into the folder that the runtime loads classes from.
 *
 * @param folder {@code /var/task}, there
 */
record TaskRoot(Path folder) {

    private static final String NATIVE = "linux/%s/glibc/libaws-crt-jni.so";

    /** @param artifacts the folder of one processor's artifacts, named as Lambda names the processor */
    static TaskRoot unpack(Group group, Path artifacts, Path into) throws IOException {
        try (var zip = FileSystems.newFileSystem(jar(group, artifacts))) {
            var root = zip.getPath("/");
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var target = into.resolve(root.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        bringOwnNative(artifacts.getFileName().toString(), into);
        return new TaskRoot(into);
    }

    private static Path jar(Group group, Path artifacts) throws IOException {
        var ending = "-" + group.name().toLowerCase(Locale.ROOT) + ".jar";
        assertThat(artifacts).as("package the functions first").isDirectory();
        try (var files = Files.list(artifacts)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no *" + ending + " in " + artifacts));
        }
    }

    /** The one file that is of a processor: made for another than this machine's, the same library for this one stands in. */
    private static void bringOwnNative(String architecture, Path folder) throws IOException {
        var packaged = architecture.equals("arm64") ? "armv8" : "x86_64";
        var own = System.getProperty("os.arch").equals("aarch64") ? "armv8" : "x86_64";
        if (packaged.equals(own)) {
            return;
        }
        Files.delete(folder.resolve(NATIVE.formatted(packaged)));
        var target = folder.resolve(NATIVE.formatted(own));
        Files.createDirectories(target.getParent());
        try (var library = TaskRoot.class.getResourceAsStream("/" + NATIVE.formatted(own))) {
            Files.copy(Objects.requireNonNull(library), target);
        }
    }
}
