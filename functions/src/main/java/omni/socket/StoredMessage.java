package omni.socket;

import java.time.Instant;
import omni.access.StoreUnavailable;
import omni.chat.ChatMessage;
import omni.chat.ChatMessages;

/** Writes messages whose answer may be lost: what stands there then says whether it was written. */
final class StoredMessage {

    private StoredMessage() {}

    /** Whether the message stands as it is given; false when it was changed meanwhile. */
    static boolean put(ChatMessages messages, ChatMessage next, Instant now) {
        try {
            return messages.put(next);
        } catch (StoreUnavailable e) {
            return messages.find(next.key(), now)
                    .filter(there -> there.version() == next.version()
                            && there.usageId().equals(next.usageId())
                            && there.state().equals(next.state()))
                    .isPresent();
        }
    }
}
