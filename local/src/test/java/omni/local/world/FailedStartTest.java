package omni.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import omni.catalog.CatalogFaults;
import omni.local.command.ConsoleLog;
import omni.local.gateway.GatewayPort;
import omni.local.machine.DataFolder;
import omni.local.machine.LocalFault;
import omni.local.options.LocalOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A world that does not start: what is told first, and what is left behind. */
class FailedStartTest {

    private final ByteArrayOutputStream steps = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void theCatalogIsCheckedBeforeAnythingStarts() throws Exception {
        var catalog = Files.writeString(folder.resolve("catalog.json"), "{\"plans\":[]}");
        var data = folder.resolve("data");

        assertThatThrownBy(() -> LocalWorld.start(setup(options(0, Optional.of(data), Optional.of(catalog)))))
                .isInstanceOf(CatalogFaults.class);

        assertThat(steps.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(data).doesNotExist();
    }

    @Test
    void thePortIsTakenBeforeAnythingStarts() throws Exception {
        var data = folder.resolve("data");
        try (var taken = GatewayPort.take(0)) {
            assertThatExceptionOfType(LocalFault.class)
                    .isThrownBy(
                            () -> LocalWorld.start(setup(options(taken.number(), Optional.of(data), Optional.empty()))))
                    .withMessage("port " + taken.number() + " of 127.0.0.1 is taken or not allowed:"
                            + " name another with --port N, or a free one with --port 0");
        }
        assertThat(steps.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(data).doesNotExist();
    }

    @Test
    void theDataFolderIsTakenBeforeAnythingStartsAndThePortIsLetGo() throws Exception {
        var data = folder.resolve("data");
        int port = freePort();
        try (var _ = DataFolder.open(data)) {
            assertThatExceptionOfType(LocalFault.class)
                    .isThrownBy(() -> LocalWorld.start(setup(options(port, Optional.of(data), Optional.empty()))))
                    .withMessageContaining("is in use by another local world");
        }
        assertThat(steps.toString(StandardCharsets.UTF_8)).isEmpty();
        GatewayPort.take(port).close();
    }

    @ParameterizedTest(name = "an error: {0}")
    @ValueSource(booleans = {true, false})
    void whateverIsThrownHalfWayClosesWhatWasOpened(boolean error) throws Exception {
        var data = folder.resolve("data");
        int port = freePort();
        var setup = setup(options(port, Optional.of(data), Optional.empty())).withReach(table -> {
            if (error) {
                throw new NoClassDefFoundError("half way");
            }
            throw new IllegalStateException("half way");
        });

        assertThatThrownBy(() -> LocalWorld.start(setup)).hasMessage("half way");

        GatewayPort.take(port).close();
        DataFolder.open(data).close();
        assertThat(steps.toString(StandardCharsets.UTF_8))
                .contains("Stripe catalog")
                .doesNotContain("functions");
    }

    /** The store stands still while the issuer is asked: the world's own answer is 503, which is tried again. */
    @Test
    void aFirstSignInThatIsNeverPossibleIsGivenUp() throws Exception {
        var nobody = "http://127.0.0.1:" + freePort();
        var setup = new LocalWorld.Setup(
                options(0, Optional.empty(), Optional.empty()),
                InstantSource.system(),
                new ConsoleLog(new PrintStream(new ByteArrayOutputStream())),
                new Progress(new PrintStream(steps, true, StandardCharsets.UTF_8)),
                Map.of("OMNI_OIDC_ISSUER", nobody));
        var pauses = new ArrayList<>();
        try (var world = LocalWorld.start(setup)) {
            assertThatExceptionOfType(LocalFault.class)
                    .isThrownBy(() -> world.firstKey(Optional.empty(), pauses::add))
                    .withMessageStartingWith(
                            "the first sign-in was not possible, tried 8 times: sign-in did not begin: 503");
            assertThat(pauses).hasSize(FirstSignIn.TRIES - 1);
        }
    }

    /** A run that ended between its first sign-in and the writing of its key. */
    @Test
    void aFirstKeyThatWasNeverKeptIsReplacedByAnother() throws Exception {
        var data = Optional.of(folder.resolve("data"));
        try (var world = LocalWorld.start(setup(options(0, data, Optional.empty())))) {
            var first = world.firstKey(data);
            Files.delete(data.get().resolve("secrets").resolve("first-key"));

            var second = world.firstKey(data);

            assertThat(second.apiKey()).isNotEqualTo(first.apiKey());
            assertThat(second.orgId()).isEqualTo(first.orgId());
            assertThat(world.firstKey(data)).isEqualTo(second);
            var called = omni.local.demo.ApiClient.at(world.url())
                    .withKey(second.apiKey())
                    .get("/v1/entities/resolve?ticker=AAPL");
            assertThat(called.status()).as(called.toString()).isEqualTo(200);
        }
    }

    private LocalWorld.Setup setup(LocalOptions options) {
        return new LocalWorld.Setup(
                options,
                InstantSource.system(),
                new ConsoleLog(new PrintStream(new ByteArrayOutputStream())),
                new Progress(new PrintStream(steps, true, StandardCharsets.UTF_8)),
                Map.of());
    }

    private static LocalOptions options(int port, Optional<Path> data, Optional<Path> catalog) {
        return new LocalOptions(port, data, catalog, Optional.empty(), false, true);
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
