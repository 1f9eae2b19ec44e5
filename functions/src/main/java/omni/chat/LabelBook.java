package omni.chat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person's labels, in the order in which they were made. No two have one name, however it is spelt in capitals.
 *
 * @param version raised by each write, which is conditional on it; 0 for a person who has none yet
 */
public record LabelBook(long version, List<ChatLabel> labels) {

    public static final int MAX_LABELS = 100;

    public static final LabelBook EMPTY = new LabelBook(0, List.of());

    public LabelBook {
        labels = List.copyOf(labels);
    }

    /** What becomes of a change. */
    public sealed interface Change {}

    /**
     * It is to be written.
     *
     * @param label as it is then, or was
     */
    public record Changed(LabelBook book, ChatLabel label) implements Change {}

    /** There is no such label. */
    public record Unknown() implements Change {}

    /** Another one has the name. */
    public record NameTaken() implements Change {}

    /** There are as many as may be. */
    public record Full() implements Change {}

    public Optional<ChatLabel> find(String id) {
        return labels.stream().filter(label -> label.id().equals(id)).findFirst();
    }

    public Change create(ChatLabel label) {
        if (isTaken(label)) {
            return new NameTaken();
        }
        return labels.size() >= MAX_LABELS ? new Full() : changed(list -> list.add(label), label);
    }

    /** Null leaves a field as it is. */
    public Change update(
            String id, @Nullable String name, @Nullable String color, ChatLabel.@Nullable ValueType valueType) {
        var found = find(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        var before = found.get();
        var after = new ChatLabel(
                id,
                name == null ? before.name() : name,
                color == null ? before.color() : color,
                valueType == null ? before.valueType() : valueType);
        return isTaken(after)
                ? new NameTaken()
                : changed(list -> list.replaceAll(each -> each.id().equals(id) ? after : each), after);
    }

    public Change delete(String id) {
        return find(id).<Change>map(label -> changed(list -> list.remove(label), label))
                .orElseGet(Unknown::new);
    }

    private boolean isTaken(ChatLabel label) {
        return labels.stream()
                .anyMatch(each ->
                        !each.id().equals(label.id()) && fold(each.name()).equals(fold(label.name())));
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private Changed changed(Consumer<List<ChatLabel>> change, ChatLabel label) {
        var after = new ArrayList<>(labels);
        change.accept(after);
        return new Changed(new LabelBook(version + 1, after), label);
    }
}
