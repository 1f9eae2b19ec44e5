package omni.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to the list of all organizations, for jobs that walk it. It has an order of its own, which no organization changes:
 * so the last id that was seen is all that a walk has to remember, for as long as it likes.
 */
public interface Roster {

    /**
     * The organizations that follow one in the roster's order, at most so many, strongly consistent; empty at the end. Those
     * that are made during a walk may be missing from it; all others are met once.
     *
     * @param orgId null for the beginning
     */
    List<String> after(@Nullable String orgId, int limit);
}
