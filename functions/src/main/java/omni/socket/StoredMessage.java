package omni.socket;

import java.time.Instant;
import omni.access.StoreUnavailable;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;

/** Writes messages whose answer may be lost, or whose write may be made twice: what stands there then says whether it was written. */
final class StoredMessage {

    private StoredMessage() {}

    /** Whether the message stands as it is given; false when it was changed meanwhile. */
    static boolean put(ChatMessages messages, ChatMessage next, Instant now) {
        try {
            return messages.put(next) || stands(messages, next, now);
        } catch (StoreUnavailable e) {
            return stands(messages, next, now);
        }
    }

    private static boolean stands(ChatMessages messages, ChatMessage next, Instant now) {
        return messages.find(next.key(), now)
                .filter(there -> there.version() == next.version()
                        && there.usageId().equals(next.usageId())
                        && there.connectionId().equals(next.connectionId())
                        && there.state().equals(next.state()))
                .isPresent();
    }
}
