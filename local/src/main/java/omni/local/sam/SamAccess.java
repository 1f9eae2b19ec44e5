package omni.local.sam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import omni.local.machine.AtomicFile;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;

/** What {@code sam local} needs of a running local world; goes with it. */
public final class SamAccess implements AutoCloseable {

    /** The environment file, in the repository's folder. */
    public static final String FILE = ".omni/sam-env.json";

    private final Optional<ContainerBridge> bridge;

    private SamAccess(Optional<ContainerBridge> bridge) {
        this.bridge = bridge;
    }

    /** Makes the sample organization, writes the environment file, opens the way from containers where one is needed. */
    public static SamAccess open(LocalWorld world, Path root, Progress progress) {
        new SampleOrganization(world.foundation(), world.table()).create();
        var environment = new SamEnvironment(world.environment());
        return new SamAccess(
                write(environment, root.resolve(FILE), progress) ? bridge(environment, progress) : Optional.empty());
    }

    /** A folder that cannot be written keeps containers out, not the product down. */
    private static boolean write(SamEnvironment environment, Path file, Progress progress) {
        try {
            Files.createDirectories(file.getParent());
            new AtomicFile(file).write(environment.json());
            return true;
        } catch (IOException | UncheckedIOException e) {
            progress.say("  sam local will not reach this run: " + e.getMessage());
            return false;
        }
    }

    /** Nor does a port that is taken on the engine's bridge. */
    private static Optional<ContainerBridge> bridge(SamEnvironment environment, Progress progress) {
        return ContainerBridge.address().flatMap(address -> {
            try {
                return Optional.of(ContainerBridge.open(address, environment.ports()));
            } catch (IOException e) {
                progress.say("  sam local will not reach this run: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        bridge.ifPresent(ContainerBridge::close);
    }
}
