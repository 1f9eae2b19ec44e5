package omni.fakes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The one way in which tests start a process: it never waits for somebody to read what it says, it is killed with all that it
 * started when its time is over, when it is closed, and when the tests end. Nothing comes to it on stdin.
 */
public final class BoundedProcess implements AutoCloseable {

    /** Whoever still runs then is hung, however busy the machine is. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    /** Where a dead process's output is held open by another one. */
    private static final Duration DRAINED = Duration.ofMinutes(1);

    private final List<String> command;
    private final Process process;
    private final Duration life;
    private final Said out;
    private final Said err;
    private final Thread atTheEnd = new Thread(this::kill);

    private BoundedProcess(List<String> command, Process process, Duration life) {
        this.command = List.copyOf(command);
        this.process = process;
        this.life = life;
        this.out = new Said(process.inputReader(StandardCharsets.UTF_8));
        this.err = new Said(process.errorReader(StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        var _ = CompletableFuture.runAsync(
                () -> {
                    if (process.isAlive()) {
                        kill();
                    }
                },
                CompletableFuture.delayedExecutor(life.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** How it ended; what goes to a file is not among what it said. */
    public record Ended(int exitCode, String out, String err) {}

    public static BoundedProcess start(List<String> command, Consumer<ProcessBuilder> setUp) throws IOException {
        return start(command, LIFE, setUp);
    }

    public static BoundedProcess start(List<String> command, Duration life, Consumer<ProcessBuilder> setUp)
            throws IOException {
        var builder = new ProcessBuilder(command);
        setUp.accept(builder);
        var process = builder.start();
        var bounded = new BoundedProcess(command, process, life);
        process.getOutputStream().close();
        return bounded;
    }

    /** A Java process of this JDK on this class path. */
    public static BoundedProcess java(
            List<String> options, Class<?> main, List<String> arguments, Consumer<ProcessBuilder> setUp)
            throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
        return start(command, builder -> {
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            setUp.accept(builder);
        });
    }

    /** All that it says on stdout and stderr goes to this file. */
    public static Consumer<ProcessBuilder> saying(Path file) {
        return builder -> builder.redirectErrorStream(true).redirectOutput(Redirect.to(file.toFile()));
    }

    /** Waits for its end; one that has none is killed, and the test fails. */
    public Ended ended() throws InterruptedException {
        var code = exitCode();
        return new Ended(code, out.all(), err.all());
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(life.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new AssertionError(command + " hung:\n" + out.all() + err.all());
        }
        // the bound of its life may have been the one that ended it
        close();
        return process.exitValue();
    }

    /** The next line on stdout; empty when there is none any more. */
    public Optional<String> line() throws InterruptedException {
        return out.line(life);
    }

    /** What stdout held after the lines that were read; waits for its end. */
    public String rest() throws InterruptedException {
        return out.rest();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a Ctrl-C does; through its handle, as a process that is destroyed takes its output with it. */
    public void interrupt() {
        process.toHandle().destroy();
    }

    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Without a word, and with everything that it started; through its handle too, so that what it said can still be read. */
    public void kill() {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        var _ = process.onExit()
                .completeOnTimeout(process, DRAINED.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // it is running
        }
    }

    /** One of its streams, read as it comes. */
    private static final class Said {

        private static final String END = "\0end";

        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final Queue<String> all = new ConcurrentLinkedQueue<>();
        private int linesRead;
        private final Thread reader;

        Said(BufferedReader stream) {
            reader = Thread.ofVirtual().start(() -> drain(stream));
        }

        private void drain(BufferedReader stream) {
            try (stream) {
                for (var line = stream.readLine(); line != null; line = stream.readLine()) {
                    all.add(line);
                    lines.add(line);
                }
            } catch (IOException | UncheckedIOException e) {
                // killed
            } finally {
                lines.add(END);
            }
        }

        Optional<String> line(Duration atMost) throws InterruptedException {
            var line = lines.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END)) {
                lines.add(END);
                return Optional.empty();
            }
            linesRead++;
            return Optional.of(line);
        }

        String all() throws InterruptedException {
            return after(0);
        }

        String rest() throws InterruptedException {
            return after(linesRead);
        }

        private String after(int lines) throws InterruptedException {
            reader.join(DRAINED);
            return all.stream().skip(lines).map(line -> line + "\n").collect(Collectors.joining());
        }
    }
}
