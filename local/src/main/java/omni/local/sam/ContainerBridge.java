package omni.local.sam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The way from a container to what listens on 127.0.0.1 only: on Linux a container reaches its host at the address of the
 * engine's bridge, so the same ports are opened there and passed on. Other machines do not reach that address. Where the
 * engine runs in a machine of its own (macOS, Windows), it passes connections to 127.0.0.1 by itself, and there is no such
 * address.
 */
public final class ContainerBridge implements AutoCloseable {

    private static final String INTERFACE = "docker0";
    private static final int BACKLOG = 64;

    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<Thread> porters = new ArrayList<>();

    private ContainerBridge() {}

    /** The address of the engine's bridge; empty where there is none. */
    static Optional<InetAddress> address() {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(INTERFACE)).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address.getAddress().length == 4)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens ports of 127.0.0.1 on another address of this machine.
     *
     * @throws IOException when a port is taken there
     */
    static ContainerBridge open(InetAddress address, Collection<Integer> ports) throws IOException {
        var bridge = new ContainerBridge();
        try {
            for (var port : ports) {
                var door = new ServerSocket();
                bridge.doors.add(door);
                door.bind(new InetSocketAddress(address, port), BACKLOG);
                bridge.porters.add(Thread.ofVirtual().name("bridge-" + port).start(() -> serve(door)));
            }
            return bridge;
        } catch (IOException e) {
            bridge.close();
            throw e;
        }
    }

    private static void serve(ServerSocket door) {
        while (!door.isClosed()) {
            try {
                var from = door.accept();
                Thread.ofVirtual().start(() -> connect(from, door.getLocalPort()));
            } catch (IOException e) {
                // the door is closed, or one caller was gone before it came in
            }
        }
    }

    private static void connect(Socket from, int port) {
        try (from;
                var to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var back = Thread.ofVirtual().start(() -> pass(to, from));
            pass(from, to);
            back.join();
        } catch (IOException e) {
            // the caller sees its connection closed, as without a bridge
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one side is gone: the other one is told by the closing of its socket
        }
    }

    /** When this returns, nobody is let in any more: whoever waits at a door keeps it open until it wakes. */
    @Override
    public void close() {
        try {
            for (var door : doors) {
                door.close();
            }
            for (var porter : porters) {
                porter.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a port of the bridge does not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
