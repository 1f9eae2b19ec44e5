package omni.member;

import java.time.Instant;
import omni.access.Human;
import omni.account.Account;
import org.jspecify.annotations.Nullable;

/** The port to browser sessions. */
public interface Sessions {

    void open(Session session);

    /** A session, read strongly consistent; null for none. */
    @Nullable
    Session find(String sessionId);

    /** All that a cookie points to, in one strongly consistent read. */
    Opened resolve(SessionCookie cookie);

    /** All that a connection of a chat points to, likewise; it has no session. */
    Opened resolve(String issuer, String subject, String orgId);

    /**
     * What stands where a cookie points to.
     *
     * @param session null for none
     * @param human the person's present membership; null for none
     * @param account the live account of the cookie's organization; null for none, or where the cookie names no organization
     */
    record Opened(
            @Nullable Session session,
            @Nullable Human human,
            @Nullable Account account) {}

    /** Ends a session; again is the same. */
    void revoke(String sessionId);

    /** Moves the end of a session; an ended one stays ended. */
    void slide(String sessionId, Instant expiresAt);

    /** The live account of an organization, strongly consistent; null for none. */
    @Nullable
    Account account(String orgId);
}
