package omni.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @Test
    void aMissingFolderIsCreatedAndKept(@TempDir Path parent) {
        try (var folder = DataFolder.open(parent.resolve("a/b"))) {
            assertThat(folder.child("table")).isDirectory().isEqualTo(parent.resolve("a/b/table"));
        }
    }

    @Test
    void oneProcessHoldsAFolderUntilItLetsGo(@TempDir Path path) {
        try (var folder = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(folder.path()))
                    .isInstanceOf(LocalFault.class)
                    .hasMessage("the data folder " + path + " is in use by another local world");
        }
        DataFolder.open(path).close();
    }

    @Test
    void whatCannotBeAFolderIsOneClearLine(@TempDir Path parent) throws IOException {
        var file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file)).hasMessage("the data folder " + file + " is a file");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
                .isInstanceOf(LocalFault.class)
                .hasMessageStartingWith("the data folder " + file.resolve("below") + " cannot be written");
    }
}
