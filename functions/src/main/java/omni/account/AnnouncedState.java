package omni.account;

import java.time.Instant;
import omni.billing.BillingState;
import org.jspecify.annotations.Nullable;

/**
 * What was last announced of an organization's billing state.
 *
 * @param version rises with each write; 0 while nothing is stored
 * @param state that was announced last
 * @param seenAt up to when the organization's facts were looked at
 * @param announcedAt time of the last event: the next one is later, so that they list in the order in which they were announced
 * @param place of the last write of the account that was looked at; null while there was none
 */
public record AnnouncedState(
        String orgId,
        long version,
        BillingState state,
        Instant seenAt,
        Instant announcedAt,
        @Nullable StreamPlace place) {

    /** An organization of which nothing was announced yet: it began with its grant and nothing else. */
    public static AnnouncedState opening(Account account) {
        return new AnnouncedState(
                account.orgId(),
                0,
                account.grant().total() > 0 ? BillingState.SANDBOX_GRANT : BillingState.PAYG_PENDING_CARD,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    boolean knows(AccountChange move) {
        return place != null && !move.place().after(place);
    }
}
