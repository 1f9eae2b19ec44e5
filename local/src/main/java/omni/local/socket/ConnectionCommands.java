package omni.local.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import omni.local.gateway.HttpAnswer;
import omni.local.machine.LocalJson;

/** {@code @connections}: what a back end may ask of a connection. */
record ConnectionCommands(OpenSockets sockets) {

    /** Of a message to a client, as of one from it. */
    static final int MESSAGE_LIMIT_BYTES = 128 * 1024;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{10,40}={0,2}");

    HttpAnswer answer(String method, String id, byte[] body) {
        if (!ID.matcher(id).matches()) {
            return error(400, "BadRequestException", "Invalid connectionId: " + id);
        }
        if (body.length > MESSAGE_LIMIT_BYTES) {
            return error(413, "PayloadTooLargeException", "Message too long");
        }
        var found = sockets.find(id);
        if (found.isEmpty()) {
            return gone();
        }
        var connection = found.get();
        return switch (method) {
            case "POST" -> connection.send(new String(body, StandardCharsets.UTF_8)) ? empty(200) : gone();
            case "GET" -> HttpAnswer.json(200, described(connection));
            case "DELETE" -> {
                connection.close();
                yield empty(204);
            }
            default -> error(405, "MethodNotAllowedException", "Method not allowed");
        };
    }

    private static ObjectNode described(SocketConnection connection) {
        var handshake = connection.handshake();
        var json = LocalJson.object();
        json.put("connectedAt", handshake.at().toString());
        var identity = json.putObject("identity");
        identity.put("sourceIp", handshake.sourceIp());
        identity.put("userAgent", handshake.userAgent());
        json.put("lastActiveAt", connection.lastActiveAt().toString());
        return json;
    }

    private static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/json")), new byte[0]);
    }

    private static HttpAnswer gone() {
        return error(410, "GoneException", "410");
    }

    /** An error as services of AWS say it. */
    static HttpAnswer error(int status, String type, String message) {
        var json = LocalJson.object();
        json.put("message", message);
        return HttpAnswer.json(status, json).withHeader("x-amzn-ErrorType", type);
    }
}
