package omni.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import omni.local.LocalJson;
import omni.local.Main;
import omni.local.demo.ApiClient;

/** {@code ./omni up --json} as a process of its own. */
final class Product implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private final JsonNode ready;

    private Product(Process process, BufferedReader out, Path err, JsonNode ready) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.ready = ready;
    }

    /** How a process ended that did not start. */
    record Ended(int exitCode, String out, String err) {}

    /** Starts it and waits for its line. */
    static Product start(Path err, String... arguments) throws IOException {
        var process = process(err, arguments);
        var out = process.inputReader(StandardCharsets.UTF_8);
        var line = Optional.ofNullable(out.readLine());
        var ready = line.flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)));
        if (ready.isEmpty()) {
            process.destroyForcibly();
            throw new IOException("the product did not start: " + line + "\n" + Files.readString(err));
        }
        return new Product(process, out, err, ready.get());
    }

    /** Runs it to its end, which is expected to come at once. */
    static Ended run(Path err, String... arguments) throws IOException, InterruptedException {
        var process = process(err, arguments);
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static Process process(Path err, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        // whoever runs the tests may have a Stripe account at hand; it is not theirs to test with
        builder.environment().keySet().removeIf(name -> name.startsWith("STRIPE_"));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    JsonNode ready() {
        return ready;
    }

    URI url() {
        return URI.create(ready.path("url").asText());
    }

    ApiClient nobody() {
        return ApiClient.at(url());
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Ends it as a Ctrl-C does; what it said on stdout after its line. */
    String stop() throws InterruptedException {
        // Through its handle, as a process that is destroyed takes its output with it.
        process.toHandle().destroy();
        var rest = out.lines().collect(Collectors.joining("\n"));
        process.waitFor();
        return rest;
    }

    /** Ends it without a word. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
