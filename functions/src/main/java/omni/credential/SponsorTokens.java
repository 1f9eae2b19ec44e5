package omni.credential;

import java.util.List;
import omni.event.AuditEvent;
import omni.event.ListPosition;
import omni.event.Page;
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
     * or nothing, on condition that the token is unused and not revoked, its issuer still the member that they were, and the ring at its basis.
     */
    Redemption redeem(SponsorToken used, KeyRing basis, ApiKey key, List<AuditEvent> events);

    /** The token with this id, whoever's it is; null for none. */
    @Nullable
    SponsorToken byId(String tokenId);

    /** The tokens of an organization, newest first; those made before there was a list are in none. */
    Page<SponsorToken> list(String orgId, int limit, @Nullable ListPosition after);

    /** Marks a token as revoked, with the event, on condition that it is unused and not revoked; false when it is not so. */
    boolean revoke(SponsorToken revoked, AuditEvent event);

    /** Records that a token was shown again. */
    void record(AuditEvent event);

    /** How a redemption ended. */
    enum Redemption {
        DONE,
        /** Somebody else was given the token's key meanwhile, or it ended: it was revoked, or its issuer removed. */
        ENDED,
        /** The ring moved on: read and decide again. */
        CONFLICT
    }
}
