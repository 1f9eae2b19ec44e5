package omni.endpoint;

import java.util.List;
import java.util.function.Function;
import omni.event.Page;
import omni.http.Cursor;
import org.jspecify.annotations.Nullable;

/** A list answer (contract 2). */
record ListView<T>(
        String object,
        List<T> data,
        boolean hasMore,
        @Nullable String nextCursor,
        String requestId) {

    static <R, T> ListView<T> of(Page<R> page, Function<R, T> view, String requestId) {
        return new ListView<>(
                "list",
                page.rows().stream().map(view).toList(),
                page.next() != null,
                Cursor.encode(page.next()),
                requestId);
    }
}
