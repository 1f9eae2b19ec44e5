package omni.dialog;

import java.time.Duration;
import java.util.stream.Collectors;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatStep;
import omni.chat.ChatTurn;
import omni.chat.FinishReason;
import omni.ledger.Ledger.Proof;
import omni.log.ChatLine;
import omni.log.ChatLine.Failure;
import omni.socket.ServerFrame.ChatComplete;
import omni.socket.ServerFrame.Usage;

/** The end of a message: its answer is stored, then proved, then told as complete. After any of these no run goes on. */
record MessageEnd(MessageWork.Ports ports, RunHold hold) {

    /** What a session remembers of a message, and of an answer. */
    private static final int TURN_CHARACTERS = 2000;

    /** Ends it as a failure; always false. */
    boolean fail(Failure failure) {
        ports.failed().fail(hold.message(), hold::isOurs, failure);
        return false;
    }

    /** Cuts it short by one of its bounds; whoever got nothing for it doesn't pay. Always false. */
    boolean cutShort() {
        return hold.hasAnswered() ? finish(FinishReason.LENGTH) : fail(Failure.RUNTIME);
    }

    /** Ends it; always false. */
    boolean finish(FinishReason reason) {
        if (!reason.isCharged()) {
            return fail(Failure.RUNTIME);
        }
        var answer = answer();
        var usage = ports.usage().of(hold.message(), answer, ports.clock());
        if (!hold.say(usage)) {
            return fail(Failure.CONNECTION_GONE);
        }
        var message = hold.message();
        var complete = new ChatComplete(message.key().id(), message.messageId(), reason.wire());
        if (hold.save(new Answered(reason), complete)) {
            settle(answer, usage, complete);
        }
        return false;
    }

    private String answer() {
        return hold.steps().stream()
                .map(step -> step instanceof ChatStep.Said(var text) ? text : "")
                .collect(Collectors.joining());
    }

    /** Whether it is proved or not, its answer is stored: where nobody knows, it is given back unless it is proved. */
    private void settle(String answer, Usage usage, ChatComplete complete) {
        var message = hold.message();
        if (prove(message) == Proof.LAPSED) {
            ports.failed().fail(message, there -> there.state().equals(message.state()), Failure.LAPSED);
            return;
        }
        remember(message, answer);
        log(message, usage, complete);
        hold.sayLast(complete);
    }

    private Proof prove(ChatMessage message) {
        var proof = ports.ledger().prove(message.usageId(), ports.clock().instant());
        return proof == Proof.UNKNOWN
                ? ports.ledger().prove(message.usageId(), ports.clock().instant())
                : proof;
    }

    /** A later message may refer to this one; where that can't be stored, it is answered all the same. */
    private void remember(ChatMessage message, String answer) {
        var turn = new ChatTurn(Cut.text(message.text(), TURN_CHARACTERS), Cut.text(answer, TURN_CHARACTERS));
        try {
            ports.messages()
                    .addTurn(
                            message.key().user(),
                            message.key().sessionId(),
                            turn,
                            ports.clock().instant());
        } catch (RuntimeException e) {
            ports.log().fault("RunChat", message.requestId(), e, ports.clock().instant());
        }
    }

    private void log(ChatMessage message, Usage usage, ChatComplete complete) {
        var now = ports.clock().instant();
        ports.log()
                .line(new ChatLine(
                        now,
                        message.requestId(),
                        message.usageId(),
                        complete.finishReason(),
                        null,
                        message.steps().stream()
                                .filter(ChatStep.ToolUsed.class::isInstance)
                                .count(),
                        usage.tokenCount(),
                        message.workedMillis(),
                        Duration.between(message.acceptedAt(), now).toMillis()));
    }
}
