package omni.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import omni.fakes.BoundedProcess;
import omni.local.command.Omni;
import omni.local.machine.LocalJson;

/** {@code ./omni up --json} as a process of its own. */
final class Product implements AutoCloseable {

    private final BoundedProcess process;
    private final Path err;
    private final JsonNode ready;

    private Product(BoundedProcess process, Path err, JsonNode ready) {
        this.process = process;
        this.err = err;
        this.ready = ready;
    }

    /** How a process ended that did not start. */
    record Ended(int exitCode, String out, String err) {}

    /** Starts it and waits for its line. */
    static Product start(Path err, String... arguments) throws IOException, InterruptedException {
        var process = process(err, List.of(), arguments);
        var line = process.line();
        var ready = line.flatMap(text -> LocalJson.parseObject(text.getBytes(StandardCharsets.UTF_8)));
        if (ready.isEmpty()) {
            process.close();
            throw new IOException("the product did not start: " + line + "\n" + Files.readString(err));
        }
        return new Product(process, err, ready.get());
    }

    /** Runs it to its end, which is expected to come by itself. */
    static Ended run(Path err, String... arguments) throws IOException, InterruptedException {
        return run(err, List.of(), arguments);
    }

    static Ended run(Path err, List<String> properties, String... arguments) throws IOException, InterruptedException {
        try (var process = process(err, properties, arguments)) {
            var ended = process.ended();
            return new Ended(ended.exitCode(), ended.out(), Files.readString(err));
        }
    }

    private static BoundedProcess process(Path err, List<String> properties, String... arguments) throws IOException {
        var options = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        options.addAll(properties);
        var words = Stream.concat(Stream.of("up"), Stream.of(arguments)).toList();
        return BoundedProcess.java(options, Omni.class, words, builder -> {
            builder.redirectError(err.toFile());
            // whoever runs the tests may have a Stripe account at hand; it is not theirs to test with
            builder.environment().keySet().removeIf(name -> name.startsWith("STRIPE_"));
        });
    }

    JsonNode ready() {
        return ready;
    }

    URI url() {
        return URI.create(ready.path("url").asText());
    }

    Client nobody() {
        return Client.at(url());
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Ends it as a Ctrl-C does; what it said on stdout after its line. */
    String stop() throws InterruptedException {
        process.interrupt();
        process.exitCode();
        return process.rest();
    }

    /** Ends it without a word. */
    void kill() {
        process.close();
    }

    @Override
    public void close() {
        kill();
    }
}
