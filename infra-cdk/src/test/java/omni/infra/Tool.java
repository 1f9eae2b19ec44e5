package omni.infra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The one way in which tests of this module start a program; one that does not end is killed with all that it started. */
final class Tool {

    /** Whoever still runs then is hung, however busy the machine is. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    private Tool() {}

    /** @param said on stdout and stderr */
    record Ended(int exitCode, String said) {}

    /** @throws IOException also when there is no such program */
    static Ended run(List<String> command, Consumer<ProcessBuilder> setUp) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        setUp.accept(builder);
        var process = builder.start();
        var atTheEnd = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            process.getOutputStream().close();
            var said = CompletableFuture.supplyAsync(() -> read(process), Thread.ofVirtual()::start);
            var all = said.get(LIFE.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(LIFE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(command + " hung:\n" + all);
            }
            return new Ended(process.exitValue(), all);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError(command + " hung", e);
        } finally {
            kill(process);
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString(); // killed
        }
    }

    private static void kill(Process process) {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
