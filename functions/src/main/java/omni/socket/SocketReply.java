package omni.socket;

import java.util.Map;
import omni.access.Ids;
import omni.http.Reply;
import omni.http.Responses;
import omni.http.Settings;
import omni.http.Trace;
import omni.json.Json;

/** What the gateway is answered: it lets a connection be opened, or not. */
record SocketReply(int statusCode, Map<String, String> headers, String body) {

    static final SocketReply OK = new SocketReply(200, Map.of(), "");

    static SocketReply refused(Reply.Problem problem, Settings settings, Ids ids) {
        var trace = new Trace(ids.request(), "00-" + ids.hex(32) + "-" + ids.hex(16) + "-01");
        return new SocketReply(
                problem.status(),
                Map.of("Content-Type", "application/json"),
                Json.text(Responses.envelope(problem, trace, settings, ids)));
    }
}
