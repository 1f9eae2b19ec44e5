package omni.invoicing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to the marks of organizations whose usage has to be pushed to the provider. A mark is a hint: it may be there
 * twice, late, or for nothing, but whoever takes one away has looked at the organization after it was made.
 */
public interface PushMarks {

    /** Marks an organization; there is one mark of it for each hour. */
    void mark(String orgId, Instant now);

    /**
     * Some marks, as they stand: after another one in an order of the port's own, none when there are no more. Of one
     * organization the oldest comes first. Each hour begins elsewhere, so that runs that end early leave others each time.
     */
    List<Mark> due(Instant now, @Nullable Mark after);

    /** Takes marks away as they were read: one that was made again since then stays. */
    void remove(List<Mark> marks);

    /**
     * An organization to be looked at.
     *
     * @param hour in which it was marked
     * @param token another one each time that the mark is made
     */
    record Mark(String orgId, Instant hour, String token) {}
}
