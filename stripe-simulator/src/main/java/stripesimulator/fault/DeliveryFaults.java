package stripesimulator.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import stripesimulator.fault.DeliveryFault.Effect;
import stripesimulator.webhook.Outbox;

/** The faults set for deliveries, and the events that they hold back. Guarded by the {@link Outbox}'s lock. */
public final class DeliveryFaults {

    private final Random random;
    private final List<FaultCount<DeliveryFault>> set;
    private final List<Held> held = new ArrayList<>();
    private final Map<FaultCount<DeliveryFault>, List<String>> windows = new LinkedHashMap<>();
    private final Map<FaultCount<DeliveryFault>, Long> seconds = new HashMap<>();
    private final Map<String, Long> stamps = new HashMap<>();

    public DeliveryFaults(FaultPlan plan) {
        random = new Random(plan.seed());
        set = plan.deliveries().stream().map(FaultCount::new).toList();
    }

    /** One delivery that waits for the clock, or for so many more events. */
    private record Held(String eventId, Instant until, int events) {}

    /** A new event: what is to be sent now because of it, in order. */
    public List<String> pass(String eventId, String type, Instant now) {
        var sent = new ArrayList<String>();
        if (hit(type, Effect.Drop.class::isInstance).isEmpty()) {
            hit(type, Effect.SameSecond.class::isInstance).ifPresent(fault -> stamp(eventId, fault, now));
            int copies = hit(type, Effect.Duplicate.class::isInstance)
                    .map(fault -> ((Effect.Duplicate) fault.fault().effect()).copies())
                    .orElse(0);
            for (int copy = 0; copy <= copies; copy++) {
                place(eventId, type, now, sent);
            }
        }
        sent.addAll(release(eventId));
        return sent;
    }

    private void stamp(String eventId, FaultCount<DeliveryFault> fault, Instant now) {
        stamps.put(eventId, seconds.computeIfAbsent(fault, _ -> now.getEpochSecond()));
    }

    private void place(String eventId, String type, Instant now, List<String> sent) {
        var delay = hit(type, effect -> effect instanceof Effect.DelayByTime || effect instanceof Effect.DelayByEvents);
        if (delay.isPresent()) {
            held.add(
                    delay.get().fault().effect() instanceof Effect.DelayByTime(var advance)
                            ? new Held(eventId, now.plus(advance), 0)
                            : new Held(
                                    eventId,
                                    Instant.MAX,
                                    ((Effect.DelayByEvents) delay.get().fault().effect()).events()));
            return;
        }
        hit(type, Effect.Shuffle.class::isInstance)
                .ifPresentOrElse(fault -> sent.addAll(gather(eventId, fault)), () -> sent.add(eventId));
    }

    /** The window with this one in it, shuffled, once it is full or no more will come. */
    private List<String> gather(String eventId, FaultCount<DeliveryFault> fault) {
        var window = windows.computeIfAbsent(fault, _ -> new ArrayList<>());
        window.add(eventId);
        int size = ((Effect.Shuffle) fault.fault().effect()).window();
        if (window.size() < size && fault.times() < fault.fault().next()) {
            return List.of();
        }
        windows.remove(fault);
        Collections.shuffle(window, random);
        return window;
    }

    private Optional<FaultCount<DeliveryFault>> hit(String type, Predicate<Effect> kind) {
        var found = set.stream()
                .filter(counted -> counted.times() < counted.fault().next())
                .filter(counted -> kind.test(counted.fault().effect()))
                .filter(counted -> counted.fault().isFor(type))
                .findFirst();
        found.ifPresent(FaultCount::count);
        return found;
    }

    /** Those that waited for events, of which one more has happened. */
    private List<String> release(String laterId) {
        var released = new ArrayList<String>();
        for (var each = held.listIterator(); each.hasNext(); ) {
            var one = each.next();
            if (one.events() == 1 && !one.eventId().equals(laterId)) {
                each.remove();
                released.add(one.eventId());
            } else if (one.events() > 1 && !one.eventId().equals(laterId)) {
                each.set(new Held(one.eventId(), one.until(), one.events() - 1));
            }
        }
        return released;
    }

    /** Those that waited for the clock to come here. */
    public List<String> takeDue(Instant now) {
        var due = new ArrayList<String>();
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            var one = each.next();
            if (!one.until().isAfter(now)) {
                each.remove();
                due.add(one.eventId());
            }
        }
        return due;
    }

    public boolean waitsForTheClock() {
        return held.stream().anyMatch(one -> one.until().isBefore(Instant.MAX));
    }

    /** All that are held back, in the order of their events. */
    public List<String> heldBack() {
        var all = new ArrayList<String>();
        held.forEach(one -> all.add(one.eventId()));
        windows.values().forEach(all::addAll);
        return all;
    }

    /** The second that an event is to have been created in, if a fault says so. */
    public Optional<Long> stampOf(String eventId) {
        return Optional.ofNullable(stamps.get(eventId));
    }

    public List<FaultCount.Used<DeliveryFault>> counts() {
        return set.stream().map(FaultCount::snapshot).toList();
    }
}
