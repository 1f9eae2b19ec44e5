package omni.openapi;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An object that remembers which names it was asked for. */
final class ReadNames<T extends @Nullable Object> extends LinkedHashMap<String, T> {

    private static final long serialVersionUID = 1;

    private final TreeSet<String> asked = new TreeSet<>();

    Set<String> asked() {
        return asked;
    }

    @Override
    public @Nullable T get(Object name) {
        asked.add(String.valueOf(name));
        return super.get(name);
    }

    @Override
    public T getOrDefault(Object name, T otherwise) {
        asked.add(String.valueOf(name));
        return super.getOrDefault(name, otherwise);
    }

    @Override
    public boolean containsKey(Object name) {
        asked.add(String.valueOf(name));
        return super.containsKey(name);
    }
}
