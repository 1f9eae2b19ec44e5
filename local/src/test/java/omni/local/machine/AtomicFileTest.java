package omni.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @Test
    void theLastContentIsTheWholeContent(@TempDir Path folder) {
        var file = new AtomicFile(folder.resolve("file"));
        assertThat(file.read()).isEmpty();

        file.write("a longer content");
        file.write("é");

        assertThat(new AtomicFile(folder.resolve("file")).read()).hasValue("é");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aProcessThatDiedWhileWritingLeavesTheOldContent(@TempDir Path folder) throws IOException {
        var file = new AtomicFile(folder.resolve("file"));
        file.write("old");
        Files.writeString(folder.resolve("file.new"), "half of the n");

        assertThat(file.read()).hasValue("old");
        file.write("new");
        assertThat(file.read()).hasValue("new");
    }

    @Test
    void onlyTheOwnerReadsIt(@TempDir Path folder) throws IOException {
        var file = new AtomicFile(folder.resolve("file"));
        file.write("secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }
}
