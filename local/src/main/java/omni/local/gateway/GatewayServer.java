package omni.local.gateway;

import java.net.URI;
import java.util.concurrent.Executors;
import omni.local.machine.LocalTimeouts;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The gateway on a socket of 127.0.0.1.
 *
 * <p>Jetty rather than the JDK's server: it keeps the spelling of header names and raw paths as they came, and keeps thousands
 * of idle connections open, where the JDK's drops them under the client's hands.
 */
public final class GatewayServer implements AutoCloseable {

    /** API Gateway's limit for request line and headers is 10,240 bytes; the rest is room for what Jetty counts in. */
    private static final int HEADER_LIMIT_BYTES = 16 * 1024;

    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    /** While stopping, a kept connection without a request is closed after this long. */
    private static final long STOP_IDLE_MILLIS = 20;

    private final Server server;
    private final ServerConnector connector;

    private GatewayServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Starts answering on a port that was taken before, and lets go of it in the end. */
    public static GatewayServer start(GatewaySettings settings, GatewayPort port) {
        var threads = new QueuedThreadPool();
        threads.setName("gateway");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http()));
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        connector.setIdleTimeout(LocalTimeouts.CALLER.toMillis());
        server.addConnector(connector);
        var handler = new GatewayHandler(new RestApi(settings), settings);
        server.setHandler(handler);
        server.setErrorHandler(handler::refuseBadRequest);
        server.setStopTimeout(STOP_TIMEOUT_MILLIS);
        try {
            connector.open(port.channel());
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not start", e);
        }
        return new GatewayServer(server, connector);
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_LIMIT_BYTES);
        // Escaped slashes and dots reach the functions as they were sent; no file system lies behind them.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Header names keep the client's spelling, as they do in AWS.
        http.setHttpCompliance(
                HttpCompliance.RFC7230.with("API_GATEWAY", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME));
        return http;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** {@code http://127.0.0.1:port}, without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Answers what is under way for a moment, then stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not stop", e);
        }
    }
}
