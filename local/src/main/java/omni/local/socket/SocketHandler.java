package omni.local.socket;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.Invocation;
import omni.local.gateway.ProxyAnswer;
import omni.local.machine.Doorway;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** Between Jetty and the gateway: opens connections, and answers whoever asks of them or invokes. */
final class SocketHandler extends Handler.Abstract {

    private static final String CONNECTIONS = SocketSettings.PATH + "/@connections/";
    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String INVOCATIONS = "/invocations";
    private static final HttpAnswer FORBIDDEN =
            ConnectionCommands.error(403, "ForbiddenException", "Missing Authentication Token");

    private final ServerWebSocketContainer container;
    private final SocketSettings settings;
    private final OpenSockets sockets;
    private final ConnectionCommands commands;

    SocketHandler(ServerWebSocketContainer container, SocketSettings settings, OpenSockets sockets) {
        this.container = container;
        this.settings = settings;
        this.sockets = sockets;
        this.commands = new ConnectionCommands(sockets);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = String.valueOf(request.getHttpURI().getPath());
        if (!Doorway.isNamedRight(request, true)) {
            write(FORBIDDEN, response, callback);
        } else if (path.equals(SocketSettings.PATH) && isUpgrade(request)) {
            open(request, response, callback);
        } else {
            write(isSigned(request) ? command(request, path) : FORBIDDEN, response, callback);
        }
        return true;
    }

    private static boolean isUpgrade(Request request) {
        var headers = request.getHeaders();
        return "GET".equals(request.getMethod())
                && headers.contains(HttpHeader.UPGRADE, "websocket")
                && headers.contains(HttpHeader.SEC_WEBSOCKET_KEY)
                && "13".equals(headers.get(HttpHeader.SEC_WEBSOCKET_VERSION));
    }

    /** That it is signed is asked for, not by whom: a page of a browser can't sign. */
    private static boolean isSigned(Request request) {
        return !request.getHeaders().contains(HttpHeader.ORIGIN)
                && String.valueOf(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                        .startsWith("AWS4-HMAC-SHA256 ");
    }

    private HttpAnswer command(Request request, String path) throws IOException {
        if (path.startsWith(CONNECTIONS)) {
            return commands.answer(request.getMethod(), decoded(path.substring(CONNECTIONS.length())), body(request));
        }
        if (path.startsWith(FUNCTIONS) && path.endsWith(INVOCATIONS) && "POST".equals(request.getMethod())) {
            var name = decoded(path.substring(FUNCTIONS.length(), path.length() - INVOCATIONS.length()));
            var type = String.valueOf(request.getHeaders().get("X-Amz-Invocation-Type"));
            return settings.invocations().accept(name, type, body(request));
        }
        return FORBIDDEN;
    }

    private static String decoded(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static byte[] body(Request request) throws IOException {
        try (var body = Content.Source.asInputStream(request)) {
            return body.readNBytes(AsyncInvocations.PAYLOAD_LIMIT_BYTES + 1);
        }
    }

    /** The connection is open when the function has allowed it, and not before. */
    private void open(Request request, Response response, Callback callback) {
        var handshake = Handshake.of(request, settings.clock().instant());
        var connection = new SocketConnection(handshake, settings, sockets::remove);
        sockets.add(connection);
        var answer = verdict(connection);
        if (answer.status() >= 200 && answer.status() < 300) {
            upgrade(connection, request, response, callback);
        } else {
            sockets.remove(connection);
            write(answer.withHeader("Connection", "close"), response, callback);
        }
    }

    private HttpAnswer verdict(SocketConnection connection) {
        return settings.connect().invoke(connection.events().connect(), "") instanceof Invocation.Returned(var answer)
                ? ProxyAnswer.read(answer).orElseGet(() -> failure(connection))
                : failure(connection);
    }

    private static HttpAnswer failure(SocketConnection connection) {
        return new HttpAnswer(
                502,
                Map.of("Content-Type", List.of("application/json")),
                connection.events().failure().getBytes(StandardCharsets.UTF_8));
    }

    private void upgrade(SocketConnection connection, Request request, Response response, Callback callback) {
        var told = Callback.from(callback::succeeded, cause -> {
            connection.end(1006, "Connection lost");
            callback.failed(cause);
        });
        var upgraded = container.upgrade(
                (_, answer, _) -> {
                    // the gateway negotiates none
                    answer.setExtensions(List.of());
                    return connection;
                },
                request,
                response,
                told);
        if (!upgraded) {
            connection.end(1006, "Connection lost");
            write(ConnectionCommands.error(400, "BadRequestException", "Bad Request"), response, callback);
        }
    }

    private static void write(HttpAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
