package omni.assistant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import omni.chat.ChatRuntime.Turn;
import omni.chat.ChatStep;
import omni.chat.ChatTool;
import omni.chat.ChatTools.ToolResult;
import omni.chat.ChatTurn;
import omni.chat.FinishReason;
import omni.chat.PermissionMode;
import omni.chat.RuntimeStep;
import org.jspecify.annotations.Nullable;

/** A session with the built-in assistant, driven as the function that runs messages drives it: one step at a time, nothing kept. */
final class Conversation {

    static final Instant DEADLINE = Instant.parse("2026-05-15T12:00:00Z");
    private static final int MOST_STEPS = 60;

    private final BiFunction<String, Map<String, @Nullable Object>, ToolResult> product;
    private final List<ChatTool> tools;
    private final List<ChatTool> disconnected;
    private final List<ChatTurn> earlier = new ArrayList<>();
    private boolean isPlanApproved = true;
    private boolean isToolAllowed = true;

    Conversation(
            List<ChatTool> tools,
            List<ChatTool> disconnected,
            BiFunction<String, Map<String, @Nullable Object>, ToolResult> product) {
        this.tools = tools;
        this.disconnected = disconnected;
        this.product = product;
    }

    static Conversation with(SampleProducts product) {
        return new Conversation(product.tools(), List.of(), product::call);
    }

    Conversation rejectPlans() {
        isPlanApproved = false;
        return this;
    }

    Conversation refuseTools() {
        isToolAllowed = false;
        return this;
    }

    /** What came of a message. */
    record Reply(List<RuntimeStep> steps, FinishReason reason) {

        String text() {
            return steps.stream()
                    .filter(RuntimeStep.Say.class::isInstance)
                    .map(step -> ((RuntimeStep.Say) step).text())
                    .collect(Collectors.joining());
        }

        <T extends RuntimeStep> List<T> of(Class<T> kind) {
            return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** As the tables write it: {@code tool{argument=value} > tool{…}}, or what is said in place of calls. */
        String done() {
            var calls = of(RuntimeStep.CallTool.class);
            if (!calls.isEmpty()) {
                return calls.stream().map(Reply::call).collect(Collectors.joining(" > "));
            }
            return text().contains("This is what I can look up") ? "help" : text();
        }

        private static String call(RuntimeStep.CallTool call) {
            return call.name() + new TreeMap<>(call.arguments());
        }
    }

    Reply say(String text) {
        var done = new ArrayList<ChatStep>();
        var steps = new ArrayList<RuntimeStep>();
        while (steps.size() < MOST_STEPS) {
            var turn = new Turn(text, earlier, PermissionMode.SAFE, tools, disconnected, done, DEADLINE);
            var next = new BuiltInAssistant().next(turn);
            if (next instanceof RuntimeStep.Finish(var reason)) {
                var reply = new Reply(steps, reason);
                earlier.add(new ChatTurn(text, reply.text()));
                return reply;
            }
            steps.add(next);
            done.add(done(next, done.size()));
        }
        throw new AssertionError("more than " + MOST_STEPS + " steps for: " + text);
    }

    private ChatStep done(RuntimeStep step, int at) {
        return switch (step) {
            case RuntimeStep.Say(var text) -> new ChatStep.Said(text);
            case RuntimeStep.Cite(var citation) -> new ChatStep.Cited(citation);
            case RuntimeStep.ProposePlan(var title, var steps, var tools) ->
                new ChatStep.PlanDecided("plan_" + at, steps, tools, isPlanApproved, null);
            case RuntimeStep.CallTool call ->
                isToolAllowed
                        ? used(call, at)
                        : new ChatStep.PermissionRefused("perm_" + at, call.name(), call.arguments());
            case RuntimeStep.Finish finish -> throw new AssertionError(finish);
        };
    }

    private ChatStep used(RuntimeStep.CallTool call, int at) {
        var answer = product.apply(call.name(), call.arguments());
        return new ChatStep.ToolUsed("call_" + at, call.name(), call.arguments(), answer.result(), answer.error());
    }
}
