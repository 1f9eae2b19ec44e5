package omni.local.socket;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import omni.local.gateway.GatewayPort;
import omni.local.machine.LocalTimeouts;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The WebSocket API on a socket of 127.0.0.1, and beside it the address at which its functions are invoked. */
public final class SocketServer implements AutoCloseable {

    private static final long STOP_TIMEOUT_MILLIS = 2_000;
    private static final long STOP_IDLE_MILLIS = 20;

    /** A clock that goes by itself is looked at so often. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Server server;
    private final int port;
    private final SocketSettings settings;
    private final OpenSockets sockets;
    private final ScheduledExecutorService looking;

    private SocketServer(Server server, int port, SocketSettings settings, OpenSockets sockets) {
        this.server = server;
        this.port = port;
        this.settings = settings;
        this.sockets = sockets;
        this.looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sockets").factory());
        var _ = looking.scheduleWithFixedDelay(
                this::clockMoved, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts answering on a port that was taken before, and lets go of it in the end. */
    public static SocketServer start(SocketSettings settings, GatewayPort port) {
        var threads = new QueuedThreadPool();
        threads.setName("sockets");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http()));
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        connector.setIdleTimeout(LocalTimeouts.CALLER.toMillis());
        server.addConnector(connector);
        server.setStopTimeout(STOP_TIMEOUT_MILLIS);
        var sockets = new OpenSockets();
        server.setHandler(new SocketHandler(container(server), settings, sockets));
        var number = port.number();
        try {
            connector.open(port.channel());
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the WebSocket API does not start", e);
        }
        return new SocketServer(server, number, settings, sockets);
    }

    /** Ids of connections come escaped, as they were signed. */
    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    private static ServerWebSocketContainer container(Server server) {
        var container = ServerWebSocketContainer.ensure(server);
        container.setMaxFrameSize(FramePieces.FRAME_LIMIT_BYTES);
        container.setMaxTextMessageSize(ConnectionCommands.MESSAGE_LIMIT_BYTES);
        container.setMaxBinaryMessageSize(ConnectionCommands.MESSAGE_LIMIT_BYTES);
        container.setAutoFragment(false);
        // how long one may be idle is said by the world's clock
        container.setIdleTimeout(Duration.ZERO);
        return container;
    }

    /** {@code ws://localhost:port/ws}, where connections are opened. */
    public URI url() {
        return url(port);
    }

    /** Where connections are opened on a port. */
    public static URI url(int port) {
        return URI.create("ws://localhost:" + port + SocketSettings.PATH);
    }

    /** Closes what is idle or old on the clock. */
    public void clockMoved() {
        sockets.closeExpired(settings.clock().instant());
    }

    /** Closes all connections, waits a moment for what is under way, then stops. */
    @Override
    public void close() {
        looking.shutdownNow();
        sockets.closeAll();
        settings.invocations().close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the WebSocket API does not stop", e);
        }
    }
}
