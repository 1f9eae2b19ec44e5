package omni.endpoint;

import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Sessions;

/**
 * Signs out: the session ends in the store, so that a copy of the cookie is worth nothing either. {@code POST
 * /auth/session/logout}, contract 11.1; the shell has made sure of the origin.
 */
public record EndSession(Sessions sessions, Settings settings) implements Endpoint {

    @Override
    public Reply handle(Exchange exchange) {
        var sessionId = exchange.requireCaller().principal().sessionId();
        if (sessionId != null) {
            sessions.revoke(sessionId);
        }
        return new Reply.Answer(204, null, Map.of(), new BrowserSession(settings).ends());
    }
}
