package omni.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The labels that a person has put on one chat.
 *
 * @param version raised by each write, which is conditional on it; 0 for a chat that has none yet
 * @param values by the label's id, as JSON; {@code null} where a label has none
 */
public record SessionLabels(long version, Map<String, String> values) {

    public static final int MAX_LABELS = 20;

    /** How long they are remembered after the last change. */
    public static final Duration REMEMBERED = Duration.ofDays(400);

    public static final SessionLabels EMPTY = new SessionLabels(0, Map.of());

    public SessionLabels {
        values = Map.copyOf(values);
    }

    /** With a label, whatever its value was; empty when there are as many as may be. What is no label any more does not count. */
    public Optional<SessionLabels> with(ChatLabel label, String value, LabelBook book) {
        var after = known(book);
        after.put(label.id(), value);
        return after.size() > MAX_LABELS ? Optional.empty() : Optional.of(new SessionLabels(version + 1, after));
    }

    public SessionLabels without(ChatLabel label, LabelBook book) {
        var after = known(book);
        after.remove(label.id());
        return new SessionLabels(version + 1, after);
    }

    private Map<String, String> known(LabelBook book) {
        var known = new LinkedHashMap<>(values);
        known.keySet().removeIf(id -> book.find(id).isEmpty());
        return known;
    }
}
