package omni.ledger;

import java.time.Instant;

/** The port to the last use of keys; a minute's precision (contract 3.5). */
@FunctionalInterface
public interface KeyUse {

    void recordUse(String orgId, String keyId, Instant at);
}
