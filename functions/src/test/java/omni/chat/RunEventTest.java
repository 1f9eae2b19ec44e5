package omni.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunEventTest {

    static Stream<ChatRuns.Run> runs() {
        return Stream.of(
                new ChatRuns.Greet("XfGLwfXFtjMCEaA="),
                new ChatRuns.Work(new ChatMessage.Key(new ChatUser("org_1", "user_1"), "chat-1", "m-1")));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aRunIsReadAsItWasWritten(ChatRuns.Run run) {
        assertThat(RunEvent.read(RunEvent.of(run))).contains(run);
    }

    static Stream<Map<String, Object>> others() {
        return Stream.of(
                Map.of(),
                Map.of("greet", "one"),
                Map.of("greet", Map.of("connectionId", 1)),
                Map.of("work", Map.of("orgId", "org_1", "userId", "user_1", "sessionId", "chat-1")),
                Map.of("work", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNoRunIsNone(Map<String, Object> event) {
        assertThat(RunEvent.read(event)).isEmpty();
    }
}
