package omni.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A commercial contract set by an operator (contract 5.1, 11.11); active while {@code startsAt ≤ now < endsAt}.
 *
 * @param startsAt first instant of the contract
 * @param endsAt first instant after it; null for an open end
 * @param discount fraction of the payg price that is taken off
 * @param aiQueriesLimit AI queries per UTC month; null for the plan's own limit
 */
public record Contract(
        Instant startsAt,
        @Nullable Instant endsAt,
        Discount discount,
        @Nullable Long aiQueriesLimit) {

    public Contract {
        if (endsAt != null && !endsAt.isAfter(startsAt)) {
            throw new IllegalArgumentException("a contract ends after it starts");
        }
        if (aiQueriesLimit != null && aiQueriesLimit < 0) {
            throw new IllegalArgumentException("an AI quota is not negative");
        }
    }

    public boolean activeAt(Instant now) {
        return !now.isBefore(startsAt) && (endsAt == null || now.isBefore(endsAt));
    }
}
