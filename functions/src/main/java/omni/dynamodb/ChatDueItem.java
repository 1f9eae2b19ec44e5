package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Accepted;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Failed;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessage.Running;
import omni.chat.ChatMessage.Waiting;
import omni.chat.ChatUser;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a message that is not at its end is looked for when its time is over ({@code CHATWAIT#part / time#message}). It is put when the
 * message is claimed; whoever looks then moves it to the time that the message has by now, or takes it away.
 */
final class ChatDueItem {

    /** So many partitions share the list. */
    static final int PARTS = 4;

    private static final String PARTITION = "CHATWAIT#";
    private static final String ORG = "org";
    private static final String USER = "userId";
    private static final String SESSION = "sessionId";
    private static final String ID = "id";

    private ChatDueItem() {}

    static String partition(int part) {
        return PARTITION + part;
    }

    /** When a message as it stands is overdue; empty at its end. */
    static Optional<Instant> dueAt(ChatMessage message) {
        return switch (message.state()) {
            case Accepted(var until) -> Optional.of(after(until));
            case Ready(var _, var until) -> Optional.of(after(until));
            case Running(var _, var until) -> Optional.of(after(until));
            case Waiting(var _, var expiresAt) -> Optional.of(expiresAt);
            case Answered _, Failed _ -> Optional.empty();
        };
    }

    private static Instant after(Instant until) {
        return until.plusMillis(1);
    }

    static Map<String, AttributeValue> of(ChatMessage message, Instant dueAt) {
        var key = message.key();
        var name = ChatMessageItem.session(key.user(), key.sessionId()) + "#" + key.id();
        var item = new LinkedHashMap<>(
                Table.key(partition(Math.floorMod(name.hashCode(), PARTS)), time(dueAt) + "#" + message.usageId()));
        item.put(ORG, text(key.user().orgId()));
        item.put(USER, text(key.user().userId()));
        item.put(SESSION, text(key.sessionId()));
        item.put(ID, text(key.id()));
        item.put(
                Table.TTL,
                Attributes.number(
                        message.acceptedAt().plus(ChatMessage.REMEMBERED).getEpochSecond()));
        return item;
    }

    static ChatMessage.Key message(Map<String, AttributeValue> item) {
        return new ChatMessage.Key(new ChatUser(text(item, ORG), text(item, USER)), text(item, SESSION), text(item, ID));
    }

    static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Table.key(text(item, Table.PK), text(item, Table.SK));
    }

    /** Sorts as time does. */
    static String time(Instant at) {
        return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
    }
}
