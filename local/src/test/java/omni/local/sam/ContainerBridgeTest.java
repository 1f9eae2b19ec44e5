package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On another loopback address, which stands for the engine's bridge; every address of 127.0.0.0/8 is there on Linux. */
@org.junit.jupiter.api.condition.EnabledOnOs(
        value = org.junit.jupiter.api.condition.OS.LINUX,
        disabledReason = "the bridge is opened on Linux alone, and other systems have one loopback address")
class ContainerBridgeTest {

    private static final InetAddress BRIDGE = address("127.0.0.2");

    @Test
    void whatIsSaidAtTheBridgeIsHeardOnLoopbackAndAnswered() throws Exception {
        try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var bridge = ContainerBridge.open(BRIDGE, List.of(service.getLocalPort()))) {
            assertThat(bridge).isNotNull();
            Thread.ofVirtual().start(() -> echo(service));

            try (var caller = new Socket(BRIDGE, service.getLocalPort())) {
                caller.getOutputStream().write("a question".getBytes(UTF_8));
                caller.shutdownOutput();

                assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("A QUESTION");
            }
        }
    }

    @Test
    void aClosedBridgeTakesNobody() throws Exception {
        try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ContainerBridge.open(BRIDGE, List.of(service.getLocalPort())).close();

            assertThatThrownBy(() -> new Socket(BRIDGE, service.getLocalPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aPortThatIsTakenAtTheBridgeIsToldAndNothingStaysOpen() throws Exception {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(BRIDGE, 0));

            assertThatThrownBy(() -> ContainerBridge.open(BRIDGE, List.of(free.getLocalPort(), taken.getLocalPort())))
                    .isInstanceOf(BindException.class);
            assertThatThrownBy(() -> new Socket(BRIDGE, free.getLocalPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static void echo(ServerSocket service) {
        try (var caller = service.accept()) {
            var said = new String(caller.getInputStream().readAllBytes(), UTF_8);
            caller.getOutputStream()
                    .write(said.toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
