package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import omni.chat.ChatRuns.Greet;
import omni.chat.ChatRuns.Run;
import omni.chat.ChatRuns.Work;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the function that works on messages is invoked with is what it reads, and all of it. */
class ChatRunEventTest {

    static Run[] runs() {
        return new Run[] {
            new Greet("c-1"), new Work(new ChatMessage.Key(new ChatUser("org_1", "usr_1"), "session 1", "m-1"))
        };
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aRunIsReadAsItWasWritten(Run run) {
        assertThat(ChatRunEvent.read(tree(run))).contains(run);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void anEventThatLacksAFieldIsNoRun(Run run) {
        for (var name : tree(run).keySet()) {
            var less = tree(run);
            less.remove(name);
            assertThat(ChatRunEvent.read(less)).as("without " + name).isEmpty();
            less.put(name, 1L);
            assertThat(ChatRunEvent.read(less)).as("a number for " + name).isEmpty();
        }
    }

    private static Map<String, @Nullable Object> tree(Run run) {
        return new HashMap<>(ChatRunEvent.of(run));
    }
}
