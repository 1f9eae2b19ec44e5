package omni.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.chat.ChatSources;
import omni.chat.ChatUser;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The set of what a person has disconnected; both writes may be made twice. */
public final class DynamoChatSources implements ChatSources {

    private final Table table;

    public DynamoChatSources(Table table) {
        this.table = table;
    }

    @Override
    public Set<String> disconnected(ChatUser user) {
        return Set.copyOf(
                ChatLabelItems.disconnected(table.get(ChatLabelItems.partition(user), ChatLabelItems.SOURCES)));
    }

    @Override
    public void connect(ChatUser user, String sourceId) {
        change(user, "DELETE", sourceId, Table.EXISTS);
    }

    @Override
    public void disconnect(ChatUser user, String sourceId) {
        change(user, "ADD", sourceId, null);
    }

    private void change(ChatUser user, String word, String sourceId, @Nullable String condition) {
        table.write(
                "a person's sources",
                table.update(
                        Table.key(ChatLabelItems.partition(user), ChatLabelItems.SOURCES),
                        word + " " + ChatLabelItems.DISCONNECTED + " :this",
                        condition,
                        Map.of(":this", AttributeValue.fromSs(List.of(sourceId)))));
    }
}
