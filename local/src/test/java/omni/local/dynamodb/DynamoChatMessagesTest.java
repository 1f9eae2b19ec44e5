package omni.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import omni.chat.ChatMessage;
import omni.chat.ChatMessage.Answered;
import omni.chat.ChatMessage.Ready;
import omni.chat.ChatMessages;
import omni.chat.ChatMessagesContract;
import omni.chat.ChatStep;
import omni.chat.ChatTurn;
import omni.chat.FinishReason;
import omni.dynamodb.DynamoChatMessages;
import omni.dynamodb.ItemSize;
import omni.dynamodb.Table;
import org.junit.jupiter.api.Test;

class DynamoChatMessagesTest extends ChatMessagesContract {

    private static final Table TABLE = StoreOfTests.table();
    private static final int MOST_BYTES = 400 * 1024;

    private final SdkCalls calls = new SdkCalls();
    private final Table own = StoreOfTests.table(calls);

    @Override
    protected ChatMessages messages() {
        return new DynamoChatMessages(TABLE);
    }

    /** A message is listed once, when it is claimed; every other change is one write. */
    @Test
    void aMessageCostsOneWriteForEachChangeAndOneForItsPlaceInTheList() {
        var messages = new DynamoChatMessages(own);
        var first = accepted("m-1", NOW);
        messages.put(first);
        assertThat(calls.operations()).containsExactly("PutItem", "PutItem");
        calls.forget();
        messages.put(first.next(new Ready(null, NOW.plusSeconds(60))));
        messages.find(first.key(), NOW);
        assertThat(calls.operations()).containsExactly("PutItem", "GetItem");
    }

    /** Whoever looks for messages that are due leaves nothing in the list of those that are at their end. */
    @Test
    void aMessageAtItsEndLeavesTheList() {
        var messages = new DynamoChatMessages(own);
        var first = accepted("m-1", NOW);
        messages.put(first);
        messages.put(first.next(new Answered(FinishReason.STOP)));
        messages.due(NOW.plusSeconds(60));
        assertThat(own.client().scan(scan -> scan.tableName(own.name())).items())
                .hasSize(1);
    }

    @Test
    void everyItemEndsByItself() {
        var messages = new DynamoChatMessages(own);
        var first = accepted("m-1", NOW);
        messages.put(first);
        messages.put(first.next(new ChatMessage.Waiting(
                new ChatMessage.Plan("pln_1", List.of("a"), List.of("find")), NOW.plusSeconds(300))));
        messages.addTurn(user, "chs_1", new ChatTurn("a", "b"), NOW);
        assertThat(own.client().scan(scan -> scan.tableName(own.name())).items())
                .hasSize(4)
                .allSatisfy(item -> assertThat(item).containsKey("ttl"));
    }

    /** The longest text there can be, and what an answer and its steps may come to. */
    @Test
    void theLargestMessageAndTheLongestTurnsFitIntoAnItem() {
        var messages = new DynamoChatMessages(own);
        var wide = "\ud83d\ude00".repeat(8_000);
        var first = accepted("m-1", NOW);
        messages.put(first);
        var piece = "x".repeat(16_000);
        var steps = Collections.<ChatStep>nCopies(8, new ChatStep.Said(piece));
        var full = first.with(steps, Collections.nCopies(8, piece), 0).next(new Answered(FinishReason.LENGTH));
        assertThat(messages.put(full)).isTrue();
        for (var turn = 0; turn < 12; turn++) {
            messages.addTurn(user, "chs_1", new ChatTurn(wide + wide, wide + wide), NOW);
        }
        assertThat(messages.turns(user, "chs_1")).hasSize(10);
        assertThat(own.client().scan(scan -> scan.tableName(own.name())).items())
                .allSatisfy(item -> assertThat(ItemSize.of(item)).isLessThan(MOST_BYTES));
    }
}
