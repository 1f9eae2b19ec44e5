package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.StoreUnavailable;
import omni.chat.ChatConnection;
import omni.chat.ChatConnections;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Connections: the ticket's use, the place in the user's set and the connection are one transaction. */
public final class DynamoChatConnections implements ChatConnections {

    private static final int MAX_ATTEMPTS = 10;

    private final Table table;

    public DynamoChatConnections(Table table) {
        this.table = table;
    }

    @Override
    public Opening open(ChatTicket ticket, ChatConnection connection, int max, Instant now) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var refusals = Transactions.refusals(
                    table,
                    "the opening of a connection",
                    List.of(
                            table.putNew(ChatConnectionItem.used(ticket, now)),
                            place(connection, max),
                            table.put(ChatConnectionItem.of(connection))));
            if (refusals.codes().isEmpty()) {
                return Opening.OPENED;
            }
            if (refusals.failed(0)) {
                return Opening.TICKET_USED;
            }
            if (!makeRoom(connection.user(), max, now)) {
                return Opening.TOO_MANY;
            }
        }
        throw new StoreUnavailable(
                "the opening of a connection", new IllegalStateException("others always took the place"));
    }

    /** The set is as large as the user has connections: its size is the condition. */
    private TransactWriteItem place(ChatConnection connection, int max) {
        return table.update(
                ChatConnectionItem.listKey(connection.user()),
                "ADD " + ChatConnectionItem.OPEN + " :this SET #ttl = :ttl",
                "attribute_not_exists(" + ChatConnectionItem.OPEN + ") OR size(" + ChatConnectionItem.OPEN + ") < :max",
                Map.of(
                        ":this", set(List.of(ChatConnectionItem.entry(connection))),
                        ":max", number(max),
                        ":ttl", ChatConnectionItem.ttl(connection)));
    }

    /** Takes out what is over though nobody said so; whether there is room then. */
    private boolean makeRoom(ChatUser user, int max, Instant now) {
        var list = table.get(ChatConnectionItem.partition(user), ChatConnectionItem.CONNECTIONS);
        var entries = ChatConnectionItem.entries(list);
        var over = entries.stream()
                .filter(entry -> ChatConnectionItem.isOver(entry, now))
                .toList();
        if (!over.isEmpty()) {
            takeOut(user, over);
        }
        return entries.size() - over.size() < max;
    }

    private void takeOut(ChatUser user, List<String> entries) {
        table.write(
                "the end of connections",
                table.update(
                        ChatConnectionItem.listKey(user),
                        "DELETE " + ChatConnectionItem.OPEN + " :these",
                        Table.EXISTS,
                        Map.of(":these", set(entries))));
    }

    private static AttributeValue set(List<String> entries) {
        return AttributeValue.fromSs(entries);
    }

    @Override
    public Optional<ChatConnection> find(String connectionId) {
        var item = table.get(ChatConnectionItem.partition(connectionId), ChatConnectionItem.CONNECTION);
        return item.isEmpty() ? Optional.empty() : Optional.of(ChatConnectionItem.read(connectionId, item));
    }

    /** The user's place first: what is left after a crash costs nobody anything. */
    @Override
    public void close(ChatConnection connection) {
        takeOut(connection.user(), List.of(ChatConnectionItem.entry(connection)));
        table.write("the end of a connection", table.delete(ChatConnectionItem.key(connection.id())));
    }
}
