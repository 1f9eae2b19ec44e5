package omni.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Files that hold what the code said when it was last looked at; {@code -Domni.record=true} writes them anew. */
public final class Recorded {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private Recorded() {}

    /** A file of this module's goldens. */
    public static void golden(String name, String actual) {
        compare(MODULE.resolve("src/test/resources/goldens").resolve(name), actual);
    }

    /** A resource of this module's code that is made of another one. */
    public static void resource(String name, String actual) {
        compare(MODULE.resolve("src/main/resources").resolve(name), actual);
    }

    /** A document of the repository that is rendered from the code. */
    public static void document(String name, String actual) {
        compare(MODULE.resolve("../docs").resolve(name), actual);
    }

    /**
     * A part of a page of the repository that is rendered from the code: what stands between the lines {@code <!-- part:begin -->} and
     * {@code <!-- part:end -->}.
     *
     * @param page from the repository's root, for example {@code README.md}
     */
    public static void part(String page, String part, String actual) {
        var file = MODULE.resolve("..").resolve(page);
        var begin = "<!-- " + part + ":begin -->\n";
        var end = "<!-- " + part + ":end -->\n";
        try {
            var text = Files.readString(file);
            assertThat(text).as(page).containsOnlyOnce(begin).containsOnlyOnce(end);
            var from = text.indexOf(begin) + begin.length();
            var to = text.indexOf(end);
            if (Boolean.getBoolean("omni.record")) {
                Files.writeString(file, text.substring(0, from) + actual + text.substring(to));
            } else {
                assertThat(actual)
                        .as("%s of %s: -Domni.record=true records it anew", part, page)
                        .isEqualTo(text.substring(from, to));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file of the repository that is made once, as a beginning, and then belongs to whoever changes it.
     *
     * @param name from the repository's root, for example {@code events/get-usage.json}
     */
    public static void once(String name, Supplier<String> made) {
        var file = MODULE.resolve("..").resolve(name);
        if (!Files.exists(file) && Boolean.getBoolean("omni.record")) {
            compare(file, made.get());
        }
        assertThat(file).as("-Domni.record=true makes it").exists();
    }

    private static void compare(Path file, String actual) {
        try {
            if (Boolean.getBoolean("omni.record")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(file)
                    .as("recorded with -Domni.record=true; look at the difference before you record it")
                    .exists();
            assertThat(actual)
                    .as("%s: -Domni.record=true records it anew", file.normalize())
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
