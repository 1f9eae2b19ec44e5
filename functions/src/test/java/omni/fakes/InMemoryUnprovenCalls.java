package omni.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;

/** The list in memory, in small pages. */
public final class InMemoryUnprovenCalls implements UnprovenCalls {

    private static final int PAGE = 3;
    private static final Comparator<Listed> BY_TIME =
            Comparator.comparing(Listed::at).thenComparing(Listed::usageId);

    private final ConcurrentSkipListSet<Listed> calls = new ConcurrentSkipListSet<>(BY_TIME);

    @Override
    public void list(UsageRow row) {
        calls.add(new Listed(row.call().usageId(), row.call().at()));
    }

    @Override
    public List<Listed> until(Instant latest, @Nullable Listed after) {
        return calls.stream()
                .filter(call -> after == null || BY_TIME.compare(call, after) > 0)
                .filter(call -> !call.at().isAfter(latest))
                .limit(PAGE)
                .toList();
    }

    @Override
    public void remove(Listed call) {
        calls.remove(call);
    }
}
