package omni.sec.bundled;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a resource of the data set by its name: the seam at which reading can be counted, or fail. */
@FunctionalInterface
public interface ResourceReader {

    byte[] read(String name) throws IOException;

    /** The resources on the class path. */
    static ResourceReader ofClassPath() {
        return name -> {
            try (var stream = ResourceReader.class.getResourceAsStream("/omni/sec/" + name)) {
                if (stream == null) {
                    throw new FileNotFoundException("The data set has no " + name);
                }
                return stream.readAllBytes();
            }
        };
    }

    default List<String> lines(String name) throws IOException {
        return new String(read(name), StandardCharsets.UTF_8).lines().toList();
    }
}
