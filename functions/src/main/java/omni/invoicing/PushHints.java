package omni.invoicing;

import java.time.InstantSource;
import java.util.List;
import omni.account.AccountChange;

/** Marks each organization whose amount of a month has changed, once in a batch of the stream. */
public final class PushHints {

    private final PushMarks marks;
    private final InstantSource clock;

    public PushHints(PushMarks marks, InstantSource clock) {
        this.marks = marks;
        this.clock = clock;
    }

    /** The writes are done already, so whoever takes the mark finds them in the account. */
    public void mark(List<AccountChange> moves) {
        moves.stream()
                .filter(AccountChange::changesAmounts)
                .map(move -> move.after().orgId())
                .distinct()
                .forEach(orgId -> marks.mark(orgId, clock.instant()));
    }
}
