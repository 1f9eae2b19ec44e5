package omni.dialog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answer;
import omni.chat.ChatMessage.Waiting;
import omni.log.ChatLine.Failure;

/**
 * What nobody does any more: silence of a person who was asked is their refusal, and their message goes on; a message whose run was never
 * taken up, or died, is given back. It may run twice at once, or die: what it leaves, the next run finds.
 */
public final class OverdueMessages {

    private final WaitingMessages waiting;
    private final InstantSource clock;

    public OverdueMessages(WaitingMessages waiting, InstantSource clock) {
        this.waiting = waiting;
        this.clock = clock;
    }

    /** Looks at every message that is due; how many it moved. One that fails holds none up behind it, and is told at the end. */
    public int settle() {
        var now = clock.instant();
        var failures = new ArrayList<RuntimeException>();
        var moved = 0;
        for (var message : waiting.messages().due(now)) {
            try {
                moved += isMoved(message, now) ? 1 : 0;
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " messages could not be looked at", failures.getFirst());
        }
        return moved;
    }

    private boolean isMoved(ChatMessage message, Instant now) {
        return switch (message.state()) {
            case Waiting(var question, var expiresAt)
            when !now.isBefore(expiresAt) ->
                waiting.answer(message, new Answer(question, false, null, null), now)
                        .map(this::isStarted)
                        .orElse(false);
            case ChatMessage.Accepted(var until) when now.isAfter(until) -> isFailed(message);
            case ChatMessage.Ready(var _, var until) when now.isAfter(until) -> isFailed(message);
            case ChatMessage.Running(var _, var until) when now.isAfter(until) -> isFailed(message);
            case Waiting _,
                    ChatMessage.Accepted _,
                    ChatMessage.Ready _,
                    ChatMessage.Running _,
                    ChatMessage.Answered _,
                    ChatMessage.Failed _ -> false;
        };
    }

    private boolean isStarted(ChatMessage ready) {
        waiting.start(ready);
        return true;
    }

    private boolean isFailed(ChatMessage message) {
        return waiting.failed().fail(message, there -> there.state().equals(message.state()), Failure.RUN_LOST);
    }
}
