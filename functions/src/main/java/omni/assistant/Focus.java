package omni.assistant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session is about after a message: what the next one may go on from.
 *
 * @param last what was looked up, or is to be
 * @param open what a person was asked
 */
record Focus(@Nullable Draft last, @Nullable Open open) {

    static final Focus NONE = new Focus(null, null);

    /** What is asked, and the choices that were shown. */
    sealed interface Open {}

    /** Which tool is meant, by a text that may mean several. */
    record WhichTool(List<ToolCard> among, Utterance text) implements Open {}

    /**
     * Which value one of the calls is to have.
     *
     * @param at which of the drafts it is for
     * @param values as they were numbered
     */
    record WhichValue(List<Draft> drafts, int at, Parameter parameter, List<Object> values) implements Open {}
}
