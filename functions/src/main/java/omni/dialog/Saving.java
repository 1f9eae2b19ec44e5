package omni.dialog;

import java.time.Instant;
import omni.access.StoreUnavailable;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;

/** Writes a message whose answer may be lost: what stands there then says whether it was written. */
record Saving(ChatMessages messages) {

    /** Whether the message stands as it is given here; false when it was changed meanwhile. */
    boolean put(ChatMessage next, Instant now) {
        try {
            return messages.put(next) || (isOneWriters(next.state()) && stands(next, now));
        } catch (StoreUnavailable e) {
            return stands(next, now) || messages.put(next);
        }
    }

    /** What two writers may both write is written by the one that is told so. */
    private static boolean isOneWriters(ChatMessage.State state) {
        return switch (state) {
            case ChatMessage.Ready _, ChatMessage.Running _, ChatMessage.Waiting _, ChatMessage.Answered _ -> true;
            case ChatMessage.Accepted _, ChatMessage.Failed _ -> false;
        };
    }

    private boolean stands(ChatMessage next, Instant now) {
        return messages.find(next.key(), now)
                .filter(there -> there.version() == next.version()
                        && there.usageId().equals(next.usageId())
                        && there.state().equals(next.state()))
                .isPresent();
    }
}
