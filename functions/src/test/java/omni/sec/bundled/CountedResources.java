package omni.sec.bundled;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The class path's resources, with a note of every one that is read. */
final class CountedResources implements ResourceReader {

    private final ResourceReader classPath = ResourceReader.ofClassPath();
    private final List<String> names = new ArrayList<>();
    private long bytes;

    @Override
    public byte[] read(String name) throws IOException {
        var content = classPath.read(name);
        names.add(name);
        bytes += content.length;
        return content;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    long bytes() {
        return bytes;
    }

    void forget() {
        names.clear();
        bytes = 0;
    }
}
