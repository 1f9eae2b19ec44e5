package omni.credential;

import java.time.Instant;
import java.util.List;
import omni.access.Human;
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

        /** Past its end, revoked, or of somebody who is not the member any more that they were when they issued it. */
        record Expired() implements Outcome {}

        /** More than the token carries, or nothing at all. */
        record BadScopes() implements Outcome {}

        record Admitted(@Nullable String label, List<String> scopes) implements Outcome {}
    }

    /**
     * Decides.
     *
     * @param issuer the person who issued it, as they belong somewhere now; null where they belong nowhere
     */
    public Outcome decide(SponsorToken token, @Nullable Human issuer, Instant now) {
        return switch (token.statusAt(issuer, now)) {
            case USED -> new Outcome.Used();
            case EXPIRED, REVOKED -> new Outcome.Expired();
            case ACTIVE -> within(token);
        };
    }

    private Outcome within(SponsorToken token) {
        var wanted = scopes == null ? token.scopes() : scopes;
        return wanted.isEmpty() || !token.scopes().containsAll(wanted)
                ? new Outcome.BadScopes()
                : new Outcome.Admitted(label == null ? token.label() : label, wanted);
    }
}
