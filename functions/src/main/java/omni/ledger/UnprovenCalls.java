package omni.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to the list of calls that were charged before their work, for whoever looks whether their end was proved. */
public interface UnprovenCalls {

    /** A call in the list. */
    record Listed(String usageId, Instant at) {}

    /** Lists a call; again, it is listed once. */
    void list(UsageRow row);

    /** The next ones that were committed at an instant or before it; empty when there are none. */
    List<Listed> until(Instant latest, @Nullable Listed after);

    void remove(Listed call);
}
