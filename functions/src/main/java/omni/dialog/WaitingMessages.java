package omni.dialog;

import java.time.Instant;
import java.util.Optional;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answer;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessages;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.ledger.Ledger;
import omni.log.ChatLine.Failure;

/** Lets a message that waits for a person go on: with an answer, or with silence. */
public record WaitingMessages(
        ChatMessages messages, ChatRuns runs, ChatPush push, Ledger ledger, FailedMessages failed) {

    /**
     * Writes the answer on condition that the message still waits. The charge comes first: the run that goes on has time to prove its end,
     * unless the charge was given back meanwhile.
     *
     * @return the message, ready; empty when it has moved on
     */
    Optional<ChatMessage> answer(ChatMessage message, Answer answer, Instant now) {
        if (!ledger.extend(message.usageId(), now.plus(PersonAsked.MARGIN), now)) {
            failed.fail(message, there -> there.state().equals(message.state()), Failure.LAPSED);
            return Optional.empty();
        }
        var ready = message.next(new Ready(answer, now.plus(ChatMessage.TAKE_UP)));
        return new Saving(messages).put(ready, now) ? Optional.of(ready) : Optional.empty();
    }

    /** Has a run started for a message that is ready; where none is, the message fails. */
    void start(ChatMessage ready) {
        if (!runs.start(new ChatRuns.Work(ready.key()))) {
            failed.fail(ready, there -> there.state().equals(ready.state()), Failure.RUN_LOST);
        }
    }
}
