package omni.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omni.assistant.BuiltInAssistant;
import omni.assistant.SampleProducts;
import omni.chat.ChatRuntime.Turn;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.ChatTool;
import omni.chat.ChatTools;
import omni.chat.ChatUser;
import omni.chat.PermissionMode;
import omni.chat.RuntimeStep;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the assistant in the box answers of the bundled data, as a run hands it the tools' results. */
class BundledAnswersTest {

    private final ChatRig rig = new ChatRig();

    private String answer(String asked) {
        rig.toolsAre(new ChatTools() {
            @Override
            public List<ChatTool> all() {
                return SampleProducts.SEC.tools();
            }

            @Override
            public List<ChatTool> of(ChatUser user) {
                return all();
            }

            @Override
            public ToolResult call(
                    ChatUser user,
                    String requestId,
                    String name,
                    Map<String, @Nullable Object> arguments,
                    Instant deadline) {
                return SampleProducts.SEC.call(name, arguments);
            }
        });
        rig.runtime.is(turn -> new BuiltInAssistant()
                .next(new Turn(
                        asked,
                        turn.earlier(),
                        turn.mode(),
                        turn.tools(),
                        turn.disconnected(),
                        turn.steps(),
                        turn.deadline())));
        rig.ask("c", "m", PermissionMode.ALLOW_ALL);
        return rig.sockets.said("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AAPL net income | - Net income (loss) (USD): 93,736,000,000 (2024-09-28)",
                "how much debt does AAPL have | debt",
                "how much debt does MSFT have | No annual balance sheet of MICROSOFT CORP is available",
                "AAPL total assets 2024 | - Total assets (USD): 364,980,000,000 (2024-09-28)",
                "AAPL earnings per share | - Earnings per share, diluted (USD/shares): 6.08 (2024-09-28)",
                "compare net income of AAPL and KO | - Net income (loss) (USD): 93,736,000,000 (2024-09-28)"
            })
    void theAskedRowIsTold(String asked, String told) {
        assertThat(answer(asked)).contains(told).doesNotContain("Nothing in it is called");
    }

    @Test
    void theRuntimeGetsTheWholeResultAndTheClientASmallOne() {
        answer("AAPL net income");

        var whole = rig.message("m").steps().stream()
                .filter(ToolUsed.class::isInstance)
                .map(step -> ((ToolUsed) step).result())
                .toList();
        assertThat(whole)
                .hasSize(1)
                .allSatisfy(result -> assertThat(result)
                        .isNotNull()
                        .doesNotContainKey("truncated")
                        .isEqualTo(SampleProducts.SEC
                                .call("statements.get", Map.of("statement_key", "income_statement", "ticker", "AAPL"))
                                .result()));
        assertThat(rig.sockets.got("c", "tool-result"))
                .hasSize(1)
                .allSatisfy(frame -> assertThat(Json.write(frame)).hasSizeLessThan(7 * 1024))
                .allSatisfy(frame -> assertThat(Json.text(frame)).contains("\"truncated\":true", "operating_income"));
    }

    /** However much the tools say, all eight results are stored, and the answer. */
    @Test
    void eightLargeResultsLeaveRoomForTheAnswer() {
        var large = Map.<String, @Nullable Object>of(
                "rows",
                IntStream.range(0, 5000)
                        .mapToObj(row -> Map.of("label", "Row " + row))
                        .toList());
        rig.toolsDo((name, deadline) -> new ChatTools.ToolResult(large, null));
        var steps = Stream.<RuntimeStep>generate(() -> ScriptedRuntime.call("find"))
                .limit(8)
                .collect(Collectors.toCollection(ArrayList::new));
        steps.add(ScriptedRuntime.say("x".repeat(10_000)));
        rig.runtime.does(steps.toArray(RuntimeStep[]::new));

        rig.ask("c", "m", PermissionMode.ALLOW_ALL);

        assertThat(rig.sockets.said("c")).hasSize(10_000);
        assertThat(rig.sockets.got("c", "chat-complete").getFirst()).containsEntry("finishReason", "stop");
        assertThat(rig.message("m").steps().stream()
                        .filter(ToolUsed.class::isInstance)
                        .map(step -> Json.write(step).length))
                .hasSize(8)
                .allMatch(bytes -> bytes > 6 * 1024)
                .first()
                .matches(bytes -> bytes > 30 * 1024);
        var stored = Json.write(rig.message("m").steps()).length
                + String.join("", rig.message("m").frames()).length();
        assertThat(stored).isLessThan(160 * 1024);
    }

    /** What was asked for and is not there is said, before what there is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AAPL sales | Nothing in it is called “sales”. It begins with:",
                "AAPL net income and buybacks | Nothing in it is called “buybacks”."
            })
    void aRowThatIsNotThereIsSaidSo(String asked, String told) {
        assertThat(answer(asked)).contains(told);
    }
}
