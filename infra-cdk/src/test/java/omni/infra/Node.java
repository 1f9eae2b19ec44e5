package omni.infra;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether Node.js is there, on which the CDK runs. */
final class Node {

    static final String MISSING =
            "node is not on the PATH: the CDK runs on Node.js, so nothing of the stack can be tested on this machine";

    private Node() {}

    static boolean isThere() {
        var path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder ->
                        Files.isExecutable(Path.of(folder, "node")) || Files.isExecutable(Path.of(folder, "node.exe")));
    }
}
