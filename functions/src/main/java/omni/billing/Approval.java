package omni.billing;

import java.time.Instant;

/**
 * An amount that a human added to the approval threshold for a while (contract 6.4).
 *
 * @param amountCents added to the threshold while active
 * @param expiresAt first instant at which it no longer counts; never after the end of its period
 */
public record Approval(long amountCents, Instant expiresAt) {

    public boolean activeAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
