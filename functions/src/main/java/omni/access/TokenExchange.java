package omni.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks for a sponsor token: may it be given, and what is given (contract 11.10)? Pure; a refusal leaves the
 * token as it is.
 *
 * @param label of the key; null for the token's
 * @param scopes of the key; null for the token's
 */
public record TokenExchange(
        @Nullable String label, @Nullable List<String> scopes) {

    /** In the order of the checks. */
    public sealed interface Outcome {

        record Used() implements Outcome {}

        record Expired() implements Outcome {}

        /** More than the token carries, or nothing at all. */
        record BadScopes() implements Outcome {}

        record Admitted(@Nullable String label, List<String> scopes) implements Outcome {}
    }

    public Outcome decide(SponsorToken token, Instant now) {
        if (token.used()) {
            return new Outcome.Used();
        }
        if (token.expiredAt(now)) {
            return new Outcome.Expired();
        }
        var wanted = scopes == null ? token.scopes() : scopes;
        return wanted.isEmpty() || !token.scopes().containsAll(wanted)
                ? new Outcome.BadScopes()
                : new Outcome.Admitted(label == null ? token.label() : label, wanted);
    }
}
