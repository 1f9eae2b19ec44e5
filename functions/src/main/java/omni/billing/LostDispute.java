package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A charge dispute that was lost (contract 5.1).
 *
 * @param id the payment provider's
 * @param lostAt when it was first read as lost: the provider keeps no time of its own
 * @param clearedAt when an operator cleared it; null while it restricts the organization
 */
public record LostDispute(
        String id, Instant lostAt, @Nullable Instant clearedAt) {

    LostDispute clearedBy(Instant now) {
        return clearedAt == null ? new LostDispute(id, lostAt, now) : this;
    }
}
