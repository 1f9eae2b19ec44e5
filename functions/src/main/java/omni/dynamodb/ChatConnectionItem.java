package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.chat.ChatConnection;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An open connection ({@code CONN#id / CONNECTION}), which ones a user has ({@code CHAT#user / CONNECTIONS}: a set of when each was opened
 * and its id), and a ticket that was used ({@code TICKET#id / USED}).
 */
final class ChatConnectionItem {

    static final String CONNECTION = "CONNECTION";
    static final String CONNECTIONS = "CONNECTIONS";
    static final String OPEN = "connections";

    private static final String USED = "USED";
    private static final String ORG = "org";
    private static final String USER = "userId";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String SESSION = "sessionId";
    private static final String OPENED_AT = "openedAt";

    /** How long deletion may follow the end. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private ChatConnectionItem() {}

    static String partition(String connectionId) {
        return "CONN#" + connectionId;
    }

    static Map<String, AttributeValue> key(String connectionId) {
        return Table.key(partition(connectionId), CONNECTION);
    }

    static Map<String, AttributeValue> of(ChatConnection connection) {
        var item = new LinkedHashMap<>(key(connection.id()));
        item.put(ORG, text(connection.user().orgId()));
        item.put(USER, text(connection.user().userId()));
        item.put(ISSUER, text(connection.issuer()));
        item.put(SUBJECT, text(connection.subject()));
        item.put(SESSION, text(connection.sessionId()));
        item.put(OPENED_AT, instant(connection.openedAt()));
        item.put(Table.TTL, ttl(connection));
        return item;
    }

    static AttributeValue ttl(ChatConnection connection) {
        return number(
                connection.openedAt().plus(ChatConnection.MAX_AGE).plus(MARGIN).getEpochSecond());
    }

    static ChatConnection read(String connectionId, Map<String, AttributeValue> item) {
        return new ChatConnection(
                connectionId,
                new ChatUser(text(item, ORG), text(item, USER)),
                text(item, ISSUER),
                text(item, SUBJECT),
                text(item, SESSION),
                instant(item, OPENED_AT));
    }

    static String partition(ChatUser user) {
        return ChatWindowItem.partition(user.userId());
    }

    static Map<String, AttributeValue> listKey(ChatUser user) {
        return Table.key(partition(user), CONNECTIONS);
    }

    /** How a connection stands in its user's set. */
    static String entry(ChatConnection connection) {
        return connection.openedAt().toEpochMilli() + "#" + connection.id();
    }

    static List<String> entries(Map<String, AttributeValue> list) {
        var entries = list.get(OPEN);
        return entries == null ? List.of() : entries.ss();
    }

    /** Whether the gateway has closed it by now, whether or not it said so. */
    static boolean isOver(String entry, Instant now) {
        var openedAt = Instant.ofEpochMilli(Long.parseLong(entry.substring(0, entry.indexOf('#'))));
        return !openedAt.plus(ChatConnection.MAX_AGE).isAfter(now);
    }

    static Map<String, AttributeValue> used(ChatTicket ticket, Instant now) {
        var item = new LinkedHashMap<>(Table.key("TICKET#" + ticket.ticketId(), USED));
        item.put(Table.TTL, number(now.plus(ChatTicket.REMEMBERED).getEpochSecond() + 1));
        return item;
    }
}
