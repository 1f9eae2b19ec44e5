package omni.chat;

import java.util.List;
import java.util.Map;
import omni.chat.RuntimeStep.Citation;
import org.jspecify.annotations.Nullable;

/** What has been done so far for a message, in order; it is stored while a person is asked, and handed to the runtime again. */
public sealed interface ChatStep {

    /** A piece of the answer. */
    record Said(String text) implements ChatStep {}

    /** A source that was shown. */
    record Cited(Citation citation) implements ChatStep {}

    /**
     * A tool that was called, or was not allowed to be.
     *
     * @param result the tool's answer; null where it failed
     * @param error {@code code}, {@code message} and {@code details} of a failure; null where it answered
     */
    record ToolUsed(
            String toolCallId,
            String name,
            Map<String, @Nullable Object> arguments,
            @Nullable Map<String, @Nullable Object> result,
            @Nullable Map<String, @Nullable Object> error)
            implements ChatStep {

        public boolean isOk() {
            return error == null;
        }
    }

    /**
     * A plan that a person was shown, or that needed nobody's consent.
     *
     * @param tools names of the tools that it calls
     */
    record PlanDecided(
            String planId,
            List<String> steps,
            List<String> tools,
            boolean isApproved,
            @Nullable String comment) implements ChatStep {

        public PlanDecided {
            steps = List.copyOf(steps);
            tools = List.copyOf(tools);
        }
    }

    /** A tool that a person refused, or did not answer about in time. */
    record PermissionRefused(String permissionId, String name, Map<String, @Nullable Object> arguments)
            implements ChatStep {}
}
