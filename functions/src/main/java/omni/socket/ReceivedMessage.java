package omni.socket;

import java.time.Instant;
import omni.account.Account;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatWindows.Place;
import omni.socket.FrameHandler.Sender;
import org.jspecify.annotations.Nullable;

/**
 * A chat message as it came in.
 *
 * @param account as it was read with it
 * @param startedAt reading of the clock for latencies, in nanoseconds
 */
record ReceivedMessage(ClientFrame.Chat chat, Sender sender, Account account, long startedAt) {

    ChatMessage.Key key() {
        var connection = sender.connection();
        var session = chat.sessionId();
        return new ChatMessage.Key(connection.user(), session == null ? connection.sessionId() : session, chat.id());
    }

    String connectionId() {
        return sender.connection().id();
    }

    /**
     * Claimed for this connection.
     *
     * @param before a failed message under the same id; null for none
     */
    ChatMessage accepted(String messageId, String usageId, Instant now, @Nullable ChatMessage before) {
        return new ChatMessage(
                key(),
                connectionId(),
                messageId,
                sender.requestId(),
                usageId,
                chat.text(),
                chat.permissionMode(),
                now,
                new Accepted(now.plus(ChatMessage.CLAIM)),
                java.util.List.of(),
                java.util.List.of(),
                0,
                before == null ? 0 : before.version() + 1);
    }

    /**
     * One that is let in.
     *
     * @param place in the window; null where nobody is limited
     */
    record Admitted(
            ReceivedMessage received,
            ChatMessage message,
            @Nullable Place place) {}
}
