package omni.fakes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import omni.invoicing.PushMarks;
import org.jspecify.annotations.Nullable;

/** Marks in memory, in the order of their hours. */
public final class InMemoryPushMarks implements PushMarks {

    private static final int PAGE = 3;

    private record Place(Instant hour, String orgId) {}

    private final TreeMap<Place, Mark> marks =
            new TreeMap<>(Comparator.comparing(Place::hour).thenComparing(Place::orgId));
    private int made;

    /** All that wait. */
    public synchronized List<Mark> waiting() {
        return List.copyOf(marks.values());
    }

    @Override
    public synchronized void mark(String orgId, Instant now) {
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        marks.put(new Place(hour, orgId), new Mark(orgId, hour, "mark_" + ++made));
    }

    @Override
    public synchronized List<Mark> due(Instant now, @Nullable Mark after) {
        var rest = after == null ? marks : marks.tailMap(new Place(after.hour(), after.orgId()), false);
        return rest.values().stream().limit(PAGE).toList();
    }

    @Override
    public synchronized void remove(List<Mark> read) {
        read.forEach(mark -> marks.remove(new Place(mark.hour(), mark.orgId()), mark));
    }
}
