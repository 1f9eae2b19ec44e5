package omni.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omni.access.SecretStore;
import org.jspecify.annotations.Nullable;

/** {@link SecretStore} in memory, which can be down. */
public final class InMemorySecrets implements SecretStore {

    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private volatile boolean down;

    public void put(String name, String text) {
        texts.put(name, text);
    }

    public void down(boolean isDown) {
        down = isDown;
    }

    /** The names that were read, in order. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Reading read(String name) {
        synchronized (this) {
            asked.add(name);
        }
        @Nullable String text = texts.get(name);
        if (down) {
            return new Reading.Unreadable("the store is down");
        }
        return text == null ? new Reading.Unreadable("there is none") : new Reading.Found(text);
    }
}
