package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.chat.ChatLabels;
import omni.chat.ChatLabelsContract;
import omni.chat.ChatUser;
import omni.chat.LabelBook;
import omni.chat.SessionLabels;
import omni.dynamodb.DynamoChatLabels;
import omni.dynamodb.Table;
import org.junit.jupiter.api.Test;

class DynamoChatLabelsTest extends ChatLabelsContract {

    private static final Table TABLE = StoreOfTests.table();

    @Override
    protected ChatLabels labels() {
        return new DynamoChatLabels(TABLE);
    }

    @Test
    void whatIsOnAChatEndsAfterFourHundredDaysAndAPersonsLabelsLast() {
        var own = StoreOfTests.table();
        var labels = new DynamoChatLabels(own);
        var user = new ChatUser("org_1", "usr_1");
        var book = new LabelBook(1, List.of(RED));
        labels.put(user, book);
        labels.putOnSession(user, "chat-1", new SessionLabels(1, Map.of("lbl_1", "null")), book, NOW);

        var items = own.client().scan(scan -> scan.tableName(own.name())).items();

        assertThat(items).hasSize(2);
        assertThat(items.stream().filter(item -> item.containsKey("ttl")))
                .singleElement()
                .satisfies(item -> assertThat(
                                Long.parseLong(Objects.requireNonNull(item.get("ttl")).n()))
                        .isEqualTo(NOW.plus(Duration.ofDays(400)).getEpochSecond()));
    }
}
