package omni.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.ProviderEvents;
import org.jspecify.annotations.Nullable;

/** The provider's list of events in memory, a few to a page. */
public final class InMemoryProviderEvents implements ProviderEvents {

    private static final int PAGE = 3;

    private record Entry(Instant at, Occurrence event) {}

    private final List<Entry> newestFirst = new ArrayList<>();
    private boolean answering = true;
    private boolean circling;

    /** Something happens; answers the event's id. */
    public synchronized String happen(Instant at, String type, String customerId) {
        return happen(at, type, Optional.of(customerId), Optional.empty());
    }

    public synchronized String happen(Instant at, String type, Optional<String> customerId, Optional<String> chargeId) {
        var id = "evt_" + newestFirst.size();
        newestFirst.addFirst(new Entry(at, new Occurrence(id, type, customerId, chargeId)));
        return id;
    }

    public synchronized void answering(boolean now) {
        answering = now;
    }

    /** From now on each page is the first one, and says that there are more. */
    public synchronized void circle() {
        circling = true;
    }

    @Override
    public synchronized PaymentOutcome<Page> list(Instant from, Instant to, @Nullable String after) {
        if (!answering) {
            return new Unavailable<>("no answer");
        }
        var known = newestFirst.stream().map(entry -> entry.event().id()).toList();
        if (after != null && !known.contains(after)) {
            return new Refused<>(Reason.MISSING, "No such event");
        }
        var rest = newestFirst.stream()
                .skip(after == null || circling ? 0 : known.indexOf(after) + 1)
                .filter(entry -> !entry.at().isBefore(from) && !entry.at().isAfter(to))
                .map(Entry::event)
                .toList();
        var page = rest.stream().limit(PAGE).toList();
        boolean more = circling || rest.size() > PAGE;
        return new Done<>(new Page(page, more ? Optional.of(page.getLast().id()) : Optional.empty()));
    }
}
