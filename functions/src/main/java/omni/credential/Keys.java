package omni.credential;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

/** The port to the stored keys. */
public interface Keys {

    /**
     * What authentication needs of a key, in one round trip; of a test key the test account too. The key is never older than
     * the account's {@code keysVersion}, so that a commit on that version knows of every change of the key: in the minute
     * after keys moved it is read once more, after the account.
     */
    Lookup authenticate(List<String> acceptedHashes, String orgId, boolean live, Instant now);

    /** The key ring; an organization that does not exist has an empty one of version 0. */
    KeyRing ring(String orgId);

    /** When each key was used last, a minute's precision. */
    Map<String, Instant> lastUse(String orgId);

    /** Adds a key with its audit event, on condition of the ring's version. */
    Change create(KeyRing basis, ApiKey key, AuditEvent event);

    /** Revokes a key with its audit event, on condition of the ring's version; raises {@code keysVersion} of both accounts. */
    Change revoke(KeyRing basis, ApiKey revoked, AuditEvent event);

    /** The most keys that one {@link #revokeAll} may revoke: it is one transaction. */
    int REVOKED_AT_ONCE = 20;

    /** The same for several keys, each with its event, all or none of them. */
    Change revokeAll(KeyRing basis, List<ApiKey> revoked, List<AuditEvent> events);

    /**
     * Puts a new key beside the one that it replaces, whose end is set, with one audit event, on condition of the ring's
     * version; raises {@code keysVersion} of both accounts, so that a call that began before it looks at its key again.
     */
    Change rotate(KeyRing basis, ApiKey ended, ApiKey successor, AuditEvent event);

    /** One key, read once more. */
    @Nullable
    ApiKey read(String hash);

    /** How an authentication read ended. */
    sealed interface Lookup {
        record Found(ApiKey key, Account live, @Nullable Account test) implements Lookup {}

        record Unknown() implements Lookup {}

        record Unreachable(String cause) implements Lookup {}
    }

    /** How a change ended. */
    enum Change {
        DONE,
        /** The ring moved on: read it and decide again. */
        CONFLICT
    }
}
