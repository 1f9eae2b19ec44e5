package omni.local.world;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The port to the log of a deployment, for whoever asks about one call. */
@FunctionalInterface
public interface CallLog {

    /** The lines that name a request id or a usage id, oldest first, as far as they are kept. */
    List<Map<String, @Nullable Object>> of(String id);
}
