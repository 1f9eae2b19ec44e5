package omni.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import omni.call.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Counts by o200k_base; names of special tokens are text like any other. The vocabulary takes about half a second and 30 MB
 * to load: the first count waits for it, unless it was prepared.
 */
public final class O200k implements Tokenizer {

    private volatile @Nullable Encoding loaded;

    @Override
    public int count(String text) {
        return load().countTokensOrdinary(text);
    }

    @Override
    public void prepare() {
        try {
            load();
        } catch (RuntimeException | LinkageError e) {
            System.getLogger(O200k.class.getName()).log(System.Logger.Level.WARNING, "the vocabulary does not load", e);
        }
    }

    private Encoding load() {
        var ready = loaded;
        return ready == null ? loadOnce() : ready;
    }

    private synchronized Encoding loadOnce() {
        var ready = loaded;
        if (ready == null) {
            ready = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
            loaded = ready;
        }
        return ready;
    }
}
