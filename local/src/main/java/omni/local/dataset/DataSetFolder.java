package omni.local.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import omni.sec.bundled.DataSetIndex;

/** The folder of a data set. */
final class DataSetFolder {

    private DataSetFolder() {}

    /** Replaces what the folder holds; one that holds something other than a data set is left alone. */
    static void replace(Path folder, Map<String, byte[]> resources) throws IOException {
        if (Files.exists(folder)) {
            empty(folder);
        }
        for (var resource : resources.entrySet()) {
            var file = folder.resolve(resource.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, resource.getValue());
        }
    }

    private static void empty(Path folder) throws IOException {
        try (var content = Files.walk(folder)) {
            var inside = content.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            if (!inside.isEmpty() && !Files.exists(folder.resolve(DataSetIndex.NAME))) {
                throw new IOException(folder + " is neither empty nor a data set");
            }
            for (var path : inside) {
                Files.delete(path);
            }
        }
    }
}
