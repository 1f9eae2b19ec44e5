package omni.dialog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.chat.ChatMessage;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.ChatTools.ToolResult;
import omni.log.ChatLine.Failure;
import omni.socket.ServerFrame;
import org.jspecify.annotations.Nullable;

/** Calls tools, and says so. What a tool refuses, and one that fails, is its answer: the runtime goes on with it. */
record ToolSteps(MessageWork.Ports ports, RunHold hold, MessageEnd end) {

    /** Of a result in its frame: so small that eight of them are stored, whole results beside them, with room for the answer. */
    static final int MAX_FRAME_BYTES = 6 * 1024;

    /** What is left for the answer, whatever tools say. */
    static final int ANSWER_BYTES = 24 * 1024;

    /** Names and marks of a frame or a step, around the result. */
    private static final int AROUND = 512;

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
                new ToolUse(use.toolCallId(), Cut.text(use.name(), 100), Cut.object(use.arguments(), MAX_FRAME_BYTES));
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

    /** The runtime gets what there is room for, the client's frame less. */
    private boolean tell(ToolUse use, ToolResult answer) {
        var most = mostBytes();
        var result = cut(answer.result(), most);
        var error = cut(answer.error(), most);
        hold.add(new ToolUsed(use.toolCallId(), use.name(), use.arguments(), result, error));
        return hold.say(new ServerFrame.ToolResult(
                        hold.message().messageId(),
                        use.toolCallId(),
                        error == null,
                        Optional.ofNullable(cut(result, MAX_FRAME_BYTES)),
                        Optional.ofNullable(cut(error, MAX_FRAME_BYTES))))
                || end.fail(Failure.CONNECTION_GONE);
    }

    /** As much as leaves room for its frame, the answer, and small results of the tools that may still be called. */
    private int mostBytes() {
        var later = ChatMessage.MAX_TOOL_CALLS - 1 - (int) Math.min(ChatMessage.MAX_TOOL_CALLS - 1, used());
        var frame = MAX_FRAME_BYTES + AROUND;
        return Math.max(MAX_FRAME_BYTES, hold.room() - ANSWER_BYTES - frame - AROUND - later * 2 * frame);
    }

    private static @Nullable Map<String, @Nullable Object> cut(
            @Nullable Map<String, @Nullable Object> tree, int mostBytes) {
        return tree == null ? null : Cut.object(tree, mostBytes);
    }

    private static ToolResult error(String code, String message) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("code", code);
        error.put("message", message);
        error.put("details", Map.of());
        return new ToolResult(null, error);
    }
}
