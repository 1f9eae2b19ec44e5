package omni.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to the stored sponsor tokens. */
public interface SponsorTokens {

    /**
     * Stores a new token with its audit event; returns it, or the token that has its id already: then nothing is written.
     */
    SponsorToken issue(SponsorToken token, AuditEvent event);

    /** The token under the first of these hashes that has one; null for none. */
    @Nullable
    SponsorToken find(List<String> acceptedHashes);

    /**
     * Gives a key for a token: the token is marked as used, the key stored and put on the ring, and the events written, all
     * or nothing, on condition that the token is unused and the ring is at its basis.
     */
    Redemption redeem(SponsorToken used, KeyRing basis, ApiKey key, List<AuditEvent> events);

    /** Records that a token was shown again. */
    void record(AuditEvent event);

    /** How a redemption ended. */
    enum Redemption {
        DONE,
        /** Somebody else was given the token's key meanwhile. */
        USED,
        /** The ring moved on: read and decide again. */
        CONFLICT
    }
}
