package omni.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that keeps a local world, held by one process at a time. The system lets go of it when the process dies. */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder where there is none, and takes it.
     *
     * @throws LocalFault when it is no folder, cannot be written, or is in use
     */
    public static DataFolder open(Path path) {
        var folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new LocalFault("the data folder " + folder + " is in use by another local world");
            }
            return new DataFolder(folder, channel);
        } catch (FileAlreadyExistsException e) {
            throw new LocalFault("the data folder " + folder + " is a file", e);
        } catch (IOException e) {
            throw new LocalFault("the data folder " + folder + " cannot be written: " + reason(e), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** The system's messages repeat the path and nothing else; the kind of exception says more. */
    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }

    public Path path() {
        return path;
    }

    /** A folder within, created where there is none. */
    public Path child(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path.resolve(name), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of " + path, e);
        }
    }
}
