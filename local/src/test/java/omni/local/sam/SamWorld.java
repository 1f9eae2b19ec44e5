package omni.local.sam;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import omni.lambda.JsonLog;
import omni.local.options.LocalOptions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;

/** A local world that containers reach, with the organization of the event files. */
record SamWorld(LocalWorld world, SamAccess access, Path environment) implements AutoCloseable {

    private static final PrintStream NOWHERE = new PrintStream(ByteArrayOutputStream.nullOutputStream());

    /** @param folder takes the environment file */
    static SamWorld start(Path folder) {
        var options = new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), true, false);
        var world = LocalWorld.start(new LocalWorld.Setup(
                options, InstantSource.system(), new JsonLog(NOWHERE), new Progress(NOWHERE), Map.of()));
        var access = SamAccess.open(world, folder, new Progress(NOWHERE));
        SampleEvents.prepare(world);
        return new SamWorld(world, access, folder.resolve(SamAccess.FILE));
    }

    @Override
    public void close() {
        access.close();
        world.close();
    }
}
