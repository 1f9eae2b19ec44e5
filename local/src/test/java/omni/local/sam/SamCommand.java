package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import omni.fakes.BoundedProcess;
import omni.local.machine.LocalJson;

/** The AWS SAM CLI as a developer calls it: in the repository's folder, with its {@code samconfig.toml}. */
final class SamCommand {

    /** Tests are asked for by this. */
    static final String WANTED = "omni.sam";

    static final String REASON =
            "sam local is not tried: that takes the AWS SAM CLI and a container engine (./omni test-sam)";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TEMPLATE = ROOT.resolve("infra-cdk/cdk.out/omni-local.template.json");

    /** What the CLI says when it serves. */
    private static final String SERVES = "Running on http";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private SamCommand() {}

    /** {@code sam local invoke}: what the function answers to its event file. */
    static ObjectNode invoke(String function, Path environment, Path log) throws IOException, InterruptedException {
        var process =
                start(log, "invoke", function, "-e", SampleEvents.file(function), "--env-vars", environment.toString());
        var ended = process.ended();
        if (ended.exitCode() != 0) {
            throw new AssertionError("sam local invoke " + function + " failed:\n" + said(log));
        }
        return LocalJson.parseObject(ended.out().getBytes(UTF_8))
                .orElseThrow(() -> new AssertionError(ended.out() + "\n" + said(log)));
    }

    /** {@code sam local start-api}, which answers when this returns. */
    static Api startApi(Path environment, Path log) throws IOException, InterruptedException {
        var port = freePort();
        var process = start(log, "start-api", "--port", Integer.toString(port), "--env-vars", environment.toString());
        var api = new Api(URI.create("http://127.0.0.1:" + port), process);
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!said(log).contains(SERVES)) {
            if (System.nanoTime() > until || !process.isAlive()) {
                api.close();
                throw new AssertionError("sam local start-api does not serve:\n" + said(log));
            }
            Thread.sleep(100);
        }
        return api;
    }

    private static BoundedProcess start(Path log, String... arguments) throws IOException {
        if (!Files.exists(TEMPLATE)) {
            throw new AssertionError("there is no " + TEMPLATE + ": ./omni synth --sam writes it");
        }
        var command = new ArrayList<>(List.of("sam", "local"));
        command.addAll(List.of(arguments));
        return BoundedProcess.start(command, builder -> {
            builder.directory(ROOT.toFile()).redirectError(log.toFile());
            builder.environment().put("SAM_CLI_TELEMETRY", "0");
        });
    }

    /** The last lines of what it wrote: its first ones are about each resource that is no function. */
    private static String said(Path log) {
        try {
            return String.join(
                    "\n",
                    Files.readString(log)
                            .lines()
                            .filter(line -> !line.startsWith("Cannot detect function id"))
                            .toList());
        } catch (IOException e) {
            return String.format(Locale.ROOT, "(%s)", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A running {@code sam local start-api}. */
    record Api(URI url, BoundedProcess process) implements AutoCloseable {

        /** An interrupt, as by Ctrl-C, upon which the CLI removes its containers. */
        @Override
        public void close() {
            try (process;
                    var kill = BoundedProcess.start(
                            List.of("kill", "-INT", Long.toString(process.pid())), PATIENCE, _ -> {})) {
                kill.exitCode();
                process.onExit()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .exceptionally(_ -> null)
                        .join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
