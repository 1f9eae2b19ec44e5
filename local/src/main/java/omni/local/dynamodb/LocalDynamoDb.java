package omni.local.dynamodb;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import omni.local.machine.Doorway;
import omni.local.machine.LocalTimeouts;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this process, on a port of 127.0.0.1 that the system picks.
 *
 * <p>Its request handler is put on a server of ours instead of its {@code ServerRunner}: that one listens on every network
 * interface, cannot be asked for its port, prints to stdout and reports usage home. One shared database serves every region and
 * access key.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private static final String PRINT_NOTHING = "OFF";

    private final Server server;
    private final ServerConnector connector;
    private final LocalDynamoDBServerHandler handler;

    private LocalDynamoDb(Server server, ServerConnector connector, LocalDynamoDBServerHandler handler) {
        this.server = server;
        this.connector = connector;
        this.handler = handler;
    }

    /** Everything is gone with the process. */
    public static LocalDynamoDb inMemory() {
        return start(Optional.empty());
    }

    /** Everything is kept in a file of this folder, also when the process is killed. */
    public static LocalDynamoDb in(Path folder) {
        return start(Optional.of(folder));
    }

    private static LocalDynamoDb start(Optional<Path> folder) {
        // DynamoDB Local logs by log4j, which prints errors to stdout unless it is told otherwise before its first use.
        if (System.getProperty("log4j2.level") == null) {
            System.setProperty("log4j2.level", PRINT_NOTHING);
        }
        var threads = new QueuedThreadPool();
        threads.setName("dynamodb");
        threads.setDaemon(true);
        var server = new Server(threads);
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setShutdownIdleTimeout(20);
        connector.setIdleTimeout(LocalTimeouts.CALLER.toMillis());
        server.addConnector(connector);
        try {
            var handler = new LocalDynamoDBServerHandler(requests(folder), null);
            server.setHandler(Doorway.forPrograms(new ContextHandler(handler, "/")));
            server.start();
            return new LocalDynamoDb(server, connector, handler);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
    }

    private static LocalDynamoDBRequestHandler requests(Optional<Path> folder) throws Exception {
        var path =
                folder.isEmpty() ? null : Files.createDirectories(folder.get()).toString();
        var shared = true;
        var delayTransientStatuses = false;
        return new LocalDynamoDBRequestHandler(0, folder.isEmpty(), path, shared, delayTransientStatuses);
    }

    /** For {@code endpointOverride}; any region and credentials will do. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
            handler.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        }
    }
}
