package omni.dialog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.ChatTools.ToolResult;
import omni.log.ChatLine.Failure;
import omni.socket.ServerFrame;
import org.jspecify.annotations.Nullable;

/** Calls tools, and says so. What a tool refuses, and one that fails, is its answer: the runtime goes on with it. */
record ToolSteps(MessageWork.Ports ports, RunHold hold, MessageEnd end) {

    /** So small that eight of them are stored with room for the answer. */
    static final int MAX_RESULT_BYTES = 6 * 1024;

    long used() {
        return hold.steps().stream().filter(ToolUsed.class::isInstance).count();
    }

    /** Calls a tool; whether the run goes on. */
    boolean call(ToolUse use) {
        if (!hold.say(called(use))) {
            return end.fail(Failure.CONNECTION_GONE);
        }
        return tell(use, ask(use, hold.timeLeft()));
    }

    /** Tells of a tool that is not called. */
    boolean refuse(ToolUse use, String why) {
        var named =
                new ToolUse(use.toolCallId(), Cut.text(use.name(), 100), Cut.object(use.arguments(), MAX_RESULT_BYTES));
        return hold.say(called(named))
                ? tell(named, error("validation_error", why))
                : end.fail(Failure.CONNECTION_GONE);
    }

    private ServerFrame called(ToolUse use) {
        return new ServerFrame.ToolCall(hold.message().messageId(), use.toolCallId(), use.name(), use.arguments());
    }

    private ToolResult ask(ToolUse use, Duration within) {
        var message = hold.message();
        try {
            return Bounded.call(
                            () -> ports.tools()
                                    .call(
                                            message.key().user(),
                                            message.requestId(),
                                            use.name(),
                                            use.arguments(),
                                            hold.deadline()),
                            within)
                    .orElseGet(() -> error("mcp_tool_timeout", "The tool took too long."));
        } catch (RuntimeException e) {
            ports.log().fault("RunChat", message.requestId(), e, ports.clock().instant());
            return error("internal_error", "Something went wrong on our side.");
        }
    }

    private boolean tell(ToolUse use, ToolResult answer) {
        var result = cut(answer.result());
        var error = cut(answer.error());
        hold.add(new ToolUsed(use.toolCallId(), use.name(), use.arguments(), result, error));
        return hold.say(new ServerFrame.ToolResult(
                        hold.message().messageId(),
                        use.toolCallId(),
                        error == null,
                        Optional.ofNullable(result),
                        Optional.ofNullable(error)))
                || end.fail(Failure.CONNECTION_GONE);
    }

    private static @Nullable Map<String, @Nullable Object> cut(@Nullable Map<String, @Nullable Object> tree) {
        return tree == null ? null : Cut.object(tree, MAX_RESULT_BYTES);
    }

    private static ToolResult error(String code, String message) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("code", code);
        error.put("message", message);
        error.put("details", Map.of());
        return new ToolResult(null, error);
    }
}
