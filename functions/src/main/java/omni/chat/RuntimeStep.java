package omni.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a runtime wants to be done next. */
public sealed interface RuntimeStep {

    /** A piece of the answer, sent at once. */
    record Say(String text) implements RuntimeStep {}

    /** A source of what was said. */
    record Cite(Citation citation) implements RuntimeStep {}

    /**
     * A tool to be called; what it answers stands in the next turn's steps. Where the permission mode asks for it, a person is asked first.
     *
     * @param summary what the call does, for the person who is asked
     */
    record CallTool(String name, Map<String, @Nullable Object> arguments, String summary) implements RuntimeStep {}

    /**
     * A plan of more than one tool, for a person's consent unless the mode allows all.
     *
     * @param steps in words, for that person
     * @param tools names of the tools that it calls: once it is approved, these are called without asking again
     */
    record ProposePlan(String title, List<String> steps, List<String> tools) implements RuntimeStep {

        public ProposePlan {
            steps = List.copyOf(steps);
            tools = List.copyOf(tools);
        }
    }

    /** The answer is whole, or cannot be given. */
    record Finish(FinishReason reason) implements RuntimeStep {}

    /** Where something that was said can be read up (contract 14.3). */
    record Citation(
            @Nullable String accession,
            @Nullable String sectionKey,
            @Nullable String sourceUrl,
            @Nullable String snippet) {}
}
