package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What a synthesis writes: every template of a stage, by the name of its file. */
record Templates(Path folder, SortedMap<String, SynthesizedStack> byFile) {

    private static final String ENDING = "template.json";

    private static final Map<String, Templates> KNOWN = new ConcurrentHashMap<>();

    /** A stage of a workspace, synthesized in this process; once for all tests, as it takes seconds. */
    static Templates of(String stage, Layout layout) {
        return KNOWN.computeIfAbsent(stage + " " + layout, wanted -> synthesized(stage, layout));
    }

    /** As it is deployed. */
    static Templates nested(String stage) {
        return of(stage, Layout.NESTED);
    }

    private static Templates synthesized(String stage, Layout layout) {
        try {
            var root = Workspace.in(Files.createTempDirectory("omni-synth"));
            var out = root.resolve("cdk.out");
            Synth.synthesize(root, stage, layout, out);
            return in(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Templates in(Path folder) {
        var found = new TreeMap<String, SynthesizedStack>();
        try (var files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .forEach(file -> found.put(file.getFileName().toString(), SynthesizedStack.read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Templates(folder, found);
    }
}
