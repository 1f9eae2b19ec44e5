package omni.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list.
 *
 * @param next where to go on; null when there is nothing more
 */
public record Page<T>(List<T> rows, @Nullable ListPosition next) {

    public Page {
        rows = List.copyOf(rows);
    }
}
