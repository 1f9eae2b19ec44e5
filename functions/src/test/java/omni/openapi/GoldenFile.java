package omni.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An answer on record: status, headers and body.
 *
 * @param name of the file: the operation, then what is special about it
 */
record GoldenFile(String name, int status, Map<String, String> headers, String body) {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "goldens");

    static Stream<GoldenFile> all() {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(GoldenFile::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenFile read(Path file) {
        try {
            var text = Files.readString(file);
            var blank = text.indexOf("\n\n");
            var head = text.substring(0, blank).lines().toList();
            var headers = new LinkedHashMap<String, String>();
            head.stream().skip(1).forEach(line -> {
                var colon = line.indexOf(": ");
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            });
            return new GoldenFile(
                    file.getFileName().toString(),
                    Integer.parseInt(head.getFirst()),
                    headers,
                    text.substring(blank + 2).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String operationId() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Goldens of requests that come to no operation. */
    boolean isOfNoOperation() {
        return !Character.isUpperCase(name.charAt(0));
    }

    @Override
    public String toString() {
        return name;
    }
}
