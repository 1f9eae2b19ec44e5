package omni.endpoint;

import java.time.Instant;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.Session;
import omni.member.Sessions;
import org.jspecify.annotations.Nullable;

/** Who is signed in with this browser, and until when. {@code GET /auth/session}, contract 11.1. */
public record GetSession(Sessions sessions, Settings settings) implements Endpoint {

    /** A session as its owner sees it. */
    record View(
            String object,
            String userId,
            @Nullable String orgId,
            String email,
            Instant expiresAt,
            boolean refreshAvailable,
            String requestId) {}

    @Override
    public Reply handle(Exchange exchange) {
        var sessionId = exchange.requireCaller().principal().sessionId();
        var session = sessionId == null ? null : sessions.find(sessionId);
        return session == null || !session.activeAt(exchange.now()) ? missing() : view(session, exchange.requestId());
    }

    private static Reply view(Session session, String requestId) {
        return Reply.Answer.ok(new View(
                "session", session.userId(), session.orgId(), session.email(), session.expiresAt(), false, requestId));
    }

    /** It was ended after the authorizer had seen it. */
    private Reply missing() {
        return Reply.Problem.of(ErrorCode.MISSING_BROWSER_SESSION, "Nobody is signed in with this browser.")
                .detail("loginUrl", settings.loginUrl());
    }
}
