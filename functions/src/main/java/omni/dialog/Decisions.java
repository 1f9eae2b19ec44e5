package omni.dialog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answer;
import omni.chat.ChatMessage.Question;
import omni.chat.ChatMessage.Waiting;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Fields;
import omni.socket.ClientFrame.Decision;
import omni.socket.ClientFrame.PermissionResponse;
import omni.socket.ClientFrame.PlanApproval;
import omni.socket.FrameHandler;
import omni.socket.ServerFrame;

/**
 * Takes what a person says to a question ({@code permission-response}, {@code plan-approval}; contract 14.2). A question is decided once:
 * whoever is first is told so, all others that there is no such question, as is anybody whose question it is not.
 */
public final class Decisions implements FrameHandler<Decision> {

    private static final int MAX_ATTEMPTS = 20;
    private static final int COMMENT_CHARACTERS = 1000;

    private final WaitingMessages waiting;

    public Decisions(WaitingMessages waiting) {
        this.waiting = waiting;
    }

    @Override
    public List<ServerFrame> handle(Decision decision, Sender sender) {
        var connection = sender.connection();
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var asking = waiting.messages().asking(connection.user(), decision.questionId(), sender.now());
            var question = asking.flatMap(message -> open(message, decision, sender.now()));
            if (asking.isEmpty() || question.isEmpty()) {
                return List.of(unknown(decision, sender));
            }
            var answered = waiting.answer(asking.get(), answer(question.get(), decision, sender), sender.now());
            if (answered.isPresent()) {
                // before the frames of the run that it starts
                waiting.push()
                        .send(connection.id(), ServerFrame.Ack.of(decision.id()).json());
                waiting.start(answered.get());
                return List.of();
            }
        }
        return List.of(unknown(decision, sender));
    }

    private static Answer answer(Question question, Decision decision, Sender sender) {
        var comment = decision.comment();
        return new Answer(
                question,
                decision.isApproved(),
                comment == null ? null : Cut.text(comment, COMMENT_CHARACTERS),
                sender.requestId());
    }

    private static Optional<Question> open(ChatMessage message, Decision decision, Instant now) {
        return message.state() instanceof Waiting(var question, var expiresAt)
                        && question.id().equals(decision.questionId())
                        && isOfKind(question, decision)
                        && now.isBefore(expiresAt)
                ? Optional.of(question)
                : Optional.empty();
    }

    private static boolean isOfKind(Question question, Decision decision) {
        return switch (question) {
            case ChatMessage.Permission _ -> decision instanceof PermissionResponse;
            case ChatMessage.Plan _ -> decision instanceof PlanApproval;
        };
    }

    private static ServerFrame unknown(Decision decision, Sender sender) {
        var field = decision instanceof PlanApproval ? "planId" : "permissionId";
        var problem = Reply.Problem.validation(
                List.of(new Fields.Fault(field, "names no open question of yours: it is unknown, decided or expired")));
        return new ServerFrame.Error(
                "invalid_message",
                "error",
                ErrorCode.VALIDATION_ERROR.wire(),
                problem.status(),
                problem.message(),
                sender.requestId(),
                decision.id(),
                Optional.empty(),
                Optional.empty(),
                problem.details());
    }
}
