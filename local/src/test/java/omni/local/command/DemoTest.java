package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import omni.local.options.LocalOptions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import omni.log.LogSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    @Test
    void theStoryIsToldToItsEnd() {
        try (var world = LocalWorld.start(setup())) {
            var told = tell(world.url().toString());

            assertThat(told.err()).isEmpty();
            assertThat(told.exitCode()).isZero();
            assertThat(told.out())
                    .contains("2. 250 calls for free")
                    .contains("250/250")
                    .contains("402 billing_required: The starter grant is used up.")
                    .contains("next step: activate_payg   POST /v1/billing/payg/activate")
                    .contains("the billing state is payg_active")
                    .contains("200, section_extract, $0.0500")
                    .contains("1 × heavy_extracts at $0.05 = 5 cents")
                    .contains("Next: ");
            assertThat(told.out()).doesNotContainPattern("secapi_live_[0-9A-Za-z]{20}");

            var again = tell(world.url() + "/");

            assertThat(again.exitCode()).as(again.err()).isZero();
        }
    }

    @Test
    void aProductThatDoesNotRunIsOneClearLine() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(tell("http://localhost:" + free))
                .isEqualTo(new Commands.Outcome(
                        1,
                        "",
                        "omni: nothing answers at http://localhost:" + free + ": start the product with ./omni up, "
                                + "or name its address: ./omni demo URL\n"));
    }

    @Test
    void anotherServerIsNotTakenForTheProduct() throws Exception {
        var server = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            var url = "http://localhost:" + server.getAddress().getPort();
            assertThat(tell(url))
                    .isEqualTo(new Commands.Outcome(
                            1, "", "omni: what answers at " + url + " is not the local world of Omni Billing\n"));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"somewhere", "ftp://localhost:8080", "http://", "http://a b"})
    void aWrongAddressIsOneClearLine(String address) {
        assertThat(tell(address))
                .isEqualTo(new Commands.Outcome(
                        2,
                        "",
                        "omni: " + address + " is not the address of a product, such as http://localhost:8080\n"));
    }

    private static LocalWorld.Setup setup() {
        var options = new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), true, false);
        var silence = new PrintStream(OutputStream.nullOutputStream());
        LogSink log = new ConsoleLog(silence);
        return new LocalWorld.Setup(options, InstantSource.system(), log, new Progress(silence), Map.of());
    }

    private static Commands.Outcome tell(String address) {
        return Commands.run("demo", Map.of(), address);
    }
}
