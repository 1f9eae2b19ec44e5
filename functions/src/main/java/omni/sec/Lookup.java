package omni.sec;

import java.util.List;

/** What a look-up answers. */
public sealed interface Lookup<T> {

    /**
     * There is an answer.
     *
     * @param record the default view
     * @param filings what it was made from, newest first; empty for an entity
     * @param view which view the caller asked for
     */
    record Found<T>(T record, List<Filing> filings, View view) implements Lookup<T> {

        public Found {
            filings = List.copyOf(filings);
        }
    }

    /** There is none, and this is why. */
    record Refused<T>(LookupRefusal refusal) implements Lookup<T> {}
}
