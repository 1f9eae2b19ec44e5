package omni.lambda;

import java.util.function.Supplier;
import omni.access.AccessTokens;
import org.jspecify.annotations.Nullable;

/** Makes the check of access tokens when the first one comes: a start that serves keys alone loads no JOSE library. */
final class OnFirstToken implements AccessTokens {

    private final Supplier<AccessTokens> source;
    private @Nullable AccessTokens made;

    OnFirstToken(Supplier<AccessTokens> source) {
        this.source = source;
    }

    @Override
    public Verdict verify(String token, Resource resource) {
        return tokens().verify(token, resource);
    }

    private synchronized AccessTokens tokens() {
        var known = made;
        if (known == null) {
            known = source.get();
            made = known;
        }
        return known;
    }
}
