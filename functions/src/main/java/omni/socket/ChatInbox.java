package omni.socket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.chat.ChatConnection;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.refusal.RefusalProblems;
import omni.socket.ClientFrame.Chat;
import omni.socket.ClientFrame.Decision;
import omni.socket.ClientFrame.Labeling;
import omni.socket.ClientFrame.Ping;
import omni.socket.ClientFrame.Sourcing;
import omni.socket.FrameHandler.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Takes a frame from a connection: who it is by facts of now, what the frame reads as, and whoever deals with it. The connection stays
 * open, but of somebody who is no member any more, and after a frame that is too long.
 */
final class ChatInbox {

    private static final String OPERATION = "ReceiveChatMessage";

    private final SocketParts parts;
    private final MessageIntake intake;

    ChatInbox(SocketParts parts, MessageIntake intake) {
        this.parts = parts;
        this.intake = intake;
    }

    void receive(SocketEvent event) {
        var startedAt = parts.nanos().getAsLong();
        var requestId = parts.ids().request();
        try {
            var connection = parts.ports().connections().find(event.connectionId());
            if (connection.isEmpty()) {
                parts.ports().push().close(event.connectionId());
            } else {
                receive(
                        event,
                        new Sender(connection.get(), requestId, parts.clock().instant()),
                        startedAt);
            }
        } catch (RuntimeException e) {
            failed(event, requestId, e);
        }
    }

    private void receive(SocketEvent event, Sender sender, long startedAt) {
        var account = account(sender.connection());
        if (account.isEmpty()) {
            send(sender, RefusalEvent.INVALID_MESSAGE, RefusalProblems.authenticationFailed(), null);
            parts.ports().push().close(event.connectionId());
            return;
        }
        switch (FrameReader.read(event.frame().bytes())) {
            case FrameReader.Bad(var problem, var replyTo) -> {
                send(sender, RefusalEvent.INVALID_MESSAGE, problem, replyTo);
                if (event.frame().length() > FrameReader.MAX_BYTES) {
                    parts.ports().push().close(event.connectionId());
                }
            }
            case FrameReader.Good(Chat chat) ->
                intake.receive(new ReceivedMessage(chat, sender, account.get(), startedAt));
            case FrameReader.Good(var frame) -> send(sender, answers(frame, sender));
        }
    }

    /** The account of the connection's organization, while its person is a member there; a person who left and came back is one. */
    private Optional<Account> account(ChatConnection connection) {
        var user = connection.user();
        var opened = parts.ports().people().resolve(connection.issuer(), connection.subject(), user.orgId());
        var human = opened.human();
        return human != null
                        && human.userId().equals(user.userId())
                        && human.orgId().equals(user.orgId())
                ? Optional.ofNullable(opened.account())
                : Optional.empty();
    }

    private List<ServerFrame> answers(ClientFrame frame, Sender sender) {
        return switch (frame) {
            case Labeling labeling -> parts.handlers().labels().handle(labeling, sender);
            case Sourcing sourcing -> parts.handlers().sources().handle(sourcing, sender);
            case Decision decision -> parts.handlers().decisions().handle(decision, sender);
            case Ping(var id) -> List.of(new ServerFrame.Pong(id, sender.now()));
            case Chat _ -> throw new IllegalStateException("a message is taken in by itself");
        };
    }

    private void send(Sender sender, RefusalEvent event, Reply.Problem problem, @Nullable String replyTo) {
        send(sender, List.of(event.frame(problem, sender.requestId(), replyTo)));
    }

    private void send(Sender sender, List<ServerFrame> frames) {
        frames.forEach(frame -> parts.ports().push().send(sender.connection().id(), frame.json()));
    }

    /** Whatever fails is told, without detail. */
    private void failed(SocketEvent event, String requestId, RuntimeException fault) {
        parts.log().fault(OPERATION, requestId, fault, now());
        var problem = Reply.Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is not available right now.")
                .retryAfter(1);
        var replyTo = FrameReader.replyTo(event.frame().bytes());
        parts.ports().push()
                .send(
                        event.connectionId(),
                        RefusalEvent.UNAVAILABLE
                                .frame(problem, requestId, replyTo)
                                .json());
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
