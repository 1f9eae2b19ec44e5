package omni.assistant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.assistant.Intent.Call;
import omni.assistant.Intent.Chain;
import omni.chat.ChatStep;
import org.jspecify.annotations.Nullable;

/** How a call came out. */
sealed interface Outcome {

    /** A longer text is no argument of another call. */
    int LONGEST_ARGUMENT = 200;

    /** What the tool answered. */
    record Found(Map<String, @Nullable Object> result) implements Outcome {}

    /** What the tool said in place of an answer. */
    record Failed(Map<String, @Nullable Object> error) implements Outcome {

        /** Whether the same call may succeed later. */
        boolean isTransient() {
            return error.get("details") instanceof Map<?, ?> details && Boolean.TRUE.equals(details.get("retryable"));
        }
    }

    /** A person did not let it be called. */
    record NotAllowed() implements Outcome {}

    /** It was not called, as an earlier call did not find what it needs. */
    record PassedOver() implements Outcome {}

    static Optional<Outcome> of(ChatStep step) {
        return switch (step) {
            case ChatStep.ToolUsed used -> Optional.of(of(used));
            case ChatStep.PermissionRefused refused -> Optional.of(new NotAllowed());
            case ChatStep.Said said -> Optional.empty();
            case ChatStep.Cited cited -> Optional.empty();
            case ChatStep.PlanDecided decided -> Optional.empty();
        };
    }

    private static Outcome of(ChatStep.ToolUsed used) {
        var error = used.error();
        var result = used.result();
        return error == null ? new Found(result == null ? Map.of() : result) : new Failed(error);
    }

    /** The argument that this call's result has for a later one, where it fits there. */
    default Optional<Object> value(Chain chain, ToolCard target) {
        var parameter = target.parameters().get(chain.parameter());
        return this instanceof Found(var result) && parameter != null
                ? ResultTree.find(result, chain.parameter()).filter(value -> fits(value, parameter))
                : Optional.empty();
    }

    private static boolean fits(Object value, Parameter parameter) {
        var text = String.valueOf(value);
        return (parameter.type().equals("string") ? value instanceof String : value instanceof Number)
                && !text.isEmpty()
                && text.length() <= LONGEST_ARGUMENT
                && parameter
                        .pattern()
                        .map(pattern -> pattern.matcher(text).find())
                        .orElse(true);
    }

    /** A call's arguments, with what was found for it. */
    static Map<String, @Nullable Object> arguments(Call call, List<Outcome> done) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        var chain = call.chain();
        if (chain != null) {
            done.get(chain.from())
                    .value(chain, call.card())
                    .ifPresent(value -> arguments.put(chain.parameter(), value));
        }
        arguments.putAll(call.arguments());
        return arguments;
    }
}
