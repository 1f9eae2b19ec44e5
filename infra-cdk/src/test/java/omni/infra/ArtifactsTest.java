package omni.infra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import omni.call.Operation.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {

    @TempDir
    private Path root;

    private Path lambda() {
        return Workspace.in(root).resolve("functions/target/lambda");
    }

    @Test
    void aJarForEachGroupIsTaken() {
        var lambda = lambda();

        assertThatCode(() -> new Artifacts(lambda, Architecture.ARM64)).doesNotThrowAnyException();
        assertThatCode(() -> new Artifacts(lambda, Architecture.X86_64)).doesNotThrowAnyException();
    }

    @Test
    void aJarOfAnotherProcessorIsRefused() throws IOException {
        var lambda = lambda();
        Workspace.jar(lambda, Architecture.ARM64, Group.METERED, Architecture.X86_64.natives());

        assertThatThrownBy(() -> new Artifacts(lambda, Architecture.ARM64))
                .isInstanceOf(StageFault.class)
                .hasMessageContaining("functions-1-metered.jar is not made for arm64");
    }

    @Test
    void aMissingJarIsToldWithTheCommandThatMakesIt() {
        assertThatThrownBy(() -> new Artifacts(root, Architecture.X86_64))
                .isInstanceOf(StageFault.class)
                .hasMessageContaining("mvn -pl functions package -Dlambda.architecture=x86_64");
    }
}
