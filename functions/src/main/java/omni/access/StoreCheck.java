package omni.access;

import java.util.Optional;

/** The port to one question: does the store answer at all (contract 11.1, readiness). */
public interface StoreCheck {

    /** What keeps the store from answering one small read within a second, for the log; empty when it answers. */
    Optional<String> fault();
}
