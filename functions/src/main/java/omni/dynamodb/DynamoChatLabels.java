package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.chat.ChatLabels;
import omni.chat.ChatUser;
import omni.chat.LabelBook;
import omni.chat.SessionLabels;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Labels on the table. Each write is a transaction, also alone: one whose answer is lost is then not made twice. */
public final class DynamoChatLabels implements ChatLabels {

    private final Table table;

    public DynamoChatLabels(Table table) {
        this.table = table;
    }

    @Override
    public LabelBook find(ChatUser user) {
        return ChatLabelItems.readBook(table.get(ChatLabelItems.partition(user), ChatLabelItems.LABELS));
    }

    @Override
    public boolean put(ChatUser user, LabelBook book) {
        return Transactions.write(
                table,
                "a person's labels",
                List.of(table.putVersion(ChatLabelItems.of(user, book), book.version() - 1)));
    }

    @Override
    public SessionLabels onSession(ChatUser user, String sessionId) {
        return ChatLabelItems.readSession(table.get(ChatLabelItems.partition(user, sessionId), ChatLabelItems.LABELS));
    }

    @Override
    public boolean putOnSession(ChatUser user, String sessionId, SessionLabels labels, LabelBook basis, Instant now) {
        return Transactions.write(
                table,
                "the labels of a chat",
                List.of(
                        table.putVersion(ChatLabelItems.of(user, sessionId, labels, now), labels.version() - 1),
                        unchanged(user, basis)));
    }

    private TransactWriteItem unchanged(ChatUser user, LabelBook basis) {
        return TransactWriteItem.builder()
                .conditionCheck(ConditionCheck.builder()
                        .tableName(table.name())
                        .key(Table.key(ChatLabelItems.partition(user), ChatLabelItems.LABELS))
                        .conditionExpression(ChatLabelItems.VERSION + " = :basis")
                        .expressionAttributeValues(Map.of(":basis", number(basis.version())))
                        .build())
                .build();
    }
}
