package omni.socket;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import omni.access.Human;
import omni.access.StoreUnavailable;
import omni.chat.ChatConnection;
import omni.chat.ChatRuns.Greet;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Json;
import omni.member.Member;
import omni.refusal.RefusalProblems;

/**
 * Opens a connection for a ticket (route {@code $connect}; contract 14.1): 401 {@code authentication_failed} for a ticket that is none,
 * was used, or is of somebody who is no member any more; 429 {@code rate_limit_exceeded} for one connection too many; 503. What the client
 * is told on the connection comes from a run, as nobody can send on one that is not open yet.
 */
public final class OpenChat implements RequestStreamHandler {

    private final SocketParts parts;

    public OpenChat(SocketParts parts) {
        this.parts = parts;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(Json.write(answer(SocketEvent.read(input))));
    }

    private SocketReply answer(SocketEvent event) {
        try {
            return open(event)
                    .map(problem -> SocketReply.refused(problem, parts.settings(), parts.ids()))
                    .orElse(SocketReply.OK);
        } catch (StoreUnavailable e) {
            parts.log().fault("OpenChat", event.connectionId(), e, parts.clock().instant());
            return SocketReply.refused(unavailable(), parts.settings(), parts.ids());
        }
    }

    /** Why it can't be; empty where it is open. */
    private Optional<Reply.Problem> open(SocketEvent event) {
        var now = parts.clock().instant();
        var ticket = event.token()
                .filter(token -> event.kind().equals(SocketEvent.CONNECT))
                .flatMap(token -> parts.tickets().open(token, now));
        var human = ticket.flatMap(this::member);
        if (ticket.isEmpty() || human.isEmpty()) {
            return Optional.of(RefusalProblems.authenticationFailed());
        }
        var connection = connection(event.connectionId(), ticket.get(), human.get());
        return switch (parts.ports()
                .connections()
                .open(ticket.get(), connection, parts.limits().maxConnections(), now)) {
            case OPENED -> greet(connection);
            case TICKET_USED -> Optional.of(RefusalProblems.authenticationFailed());
            case TOO_MANY -> Optional.of(tooMany());
        };
    }

    private Optional<Human> member(ChatTicket ticket) {
        return parts.ports().members().list(ticket.user().orgId()).stream()
                .filter(member -> member instanceof Member.Active)
                .map(member -> ((Member.Active) member).human())
                .filter(human -> human.userId().equals(ticket.user().userId()))
                .findFirst();
    }

    private ChatConnection connection(String connectionId, ChatTicket ticket, Human human) {
        var session = ticket.sessionId();
        return new ChatConnection(
                connectionId,
                new ChatUser(ticket.user().orgId(), ticket.user().userId()),
                human.issuer(),
                human.subject(),
                session == null ? parts.ids().of("chs") : session,
                parts.clock().instant());
    }

    /** Without its first message a connection is none. */
    private Optional<Reply.Problem> greet(ChatConnection connection) {
        if (parts.ports().runs().start(new Greet(connection.id()))) {
            return Optional.empty();
        }
        parts.ports().connections().close(connection);
        return Optional.of(unavailable());
    }

    private Reply.Problem tooMany() {
        var limit = parts.limits().maxConnections();
        return Reply.Problem.of(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "At most " + limit + " connections of a person may be open. Close one, and try again.")
                .detail("limit", limit)
                .detail("retryable", true);
    }

    private static Reply.Problem unavailable() {
        return Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is not available right now.")
                .retryAfter(1);
    }
}
