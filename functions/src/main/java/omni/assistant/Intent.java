package omni.assistant;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a message is answered by. */
sealed interface Intent {

    /** Words alone: a question back, an explanation, small talk. */
    record Words(List<String> pieces) implements Intent {}

    /**
     * Tools to be called, one after the other.
     *
     * @param stems what was asked for, to find it in what is answered
     * @param leftOut what was said and is asked of no tool
     */
    record Lookups(List<Call> calls, Set<String> stems, Sought sought, List<String> leftOut) implements Intent {

        Lookups seeking(Sought others) {
            return new Lookups(calls, stems, others, leftOut);
        }
    }

    /**
     * A tool to be called.
     *
     * @param about what the call is about, in the person's words; may be empty
     * @param chain an argument that an earlier call's result has; null where all are known
     */
    record Call(
            ToolCard card,
            Map<String, Object> arguments,
            String about,
            @Nullable Chain chain) {}

    /**
     * An argument that comes from a result.
     *
     * @param parameter which it is
     * @param from the place of the earlier call
     */
    record Chain(String parameter, int from) {}
}
