package stripesimulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The one way in which these tests start a Java process: it is killed when its time is over, when closed, and when the tests end. */
final class BoundedProcess implements AutoCloseable {

    private static final long LIFE_MINUTES = 15;

    private final Process process;
    private final BufferedReader out;
    private final Thread atTheEnd;

    private BoundedProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.atTheEnd = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        var _ = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(LIFE_MINUTES, TimeUnit.MINUTES));
    }

    static BoundedProcess java(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new BoundedProcess(builder.start());
    }

    /** The next line that it prints. */
    String line() throws IOException {
        var line = out.readLine();
        if (line == null) {
            throw new AssertionError("It ended without a word");
        }
        return line;
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        var _ = process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
}
