package omni.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.chat.ChatWindow;
import omni.chat.ChatWindows;

/** Windows in memory: every place that was ever taken and not given back. The store can be switched off. */
public final class InMemoryChatWindows implements ChatWindows {

    private final Map<String, List<Place>> taken = new HashMap<>();
    private int slots;
    private boolean reachable = true;

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    @Override
    public synchronized Taking take(String userId, int limit, Instant now) {
        check();
        var places = taken.computeIfAbsent(userId, _ -> new ArrayList<>());
        var counting = counting(userId, now);
        if (counting.size() >= limit) {
            var leaves = counting.get(counting.size() - limit).plus(WINDOW);
            return new Full(Duration.ofMillis(
                    Duration.between(now, leaves).plusNanos(999_999).toMillis()));
        }
        var place = new Place(userId, slots++, ChatWindow.takenAt(now), limit - counting.size() - 1);
        places.add(place);
        return place;
    }

    @Override
    public synchronized void giveBack(Place place) {
        check();
        taken.getOrDefault(place.userId(), new ArrayList<>()).remove(place);
    }

    @Override
    public synchronized int remaining(String userId, int limit, Instant now) {
        check();
        return Math.max(0, limit - counting(userId, now).size());
    }

    private List<Instant> counting(String userId, Instant now) {
        return taken.getOrDefault(userId, List.of()).stream()
                .map(Place::at)
                .filter(at -> Duration.between(at, now).compareTo(WINDOW) < 0)
                .sorted()
                .toList();
    }

    private void check() {
        if (!reachable) {
            throw new StoreUnavailable("a window", new IllegalStateException("switched off"));
        }
    }
}
