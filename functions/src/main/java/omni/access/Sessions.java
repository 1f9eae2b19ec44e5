package omni.access;

import java.time.Instant;
import omni.metering.Account;
import org.jspecify.annotations.Nullable;

/** The port to browser sessions. */
public interface Sessions {

    void open(Session session);

    /** A session, read strongly consistent; null for none. */
    @Nullable
    Session find(String sessionId);

    /** Ends a session; again is the same. */
    void revoke(String sessionId);

    /** Moves the end of a session; an ended one stays ended. */
    void slide(String sessionId, Instant expiresAt);

    /** The live account of a session's organisation, strongly consistent; null for none. */
    @Nullable
    Account account(String orgId);
}
