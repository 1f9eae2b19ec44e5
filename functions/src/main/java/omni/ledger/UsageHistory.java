package omni.ledger;

import java.time.Instant;
import java.util.List;
import omni.event.ListPosition;
import omni.event.Page;
import org.jspecify.annotations.Nullable;

/** The port to what was used, for those who look at it: seconds behind the account. */
public interface UsageHistory {

    /** A page looks at no more rows than this; when few of them are wanted it ends early and says where to go on. */
    int MAX_EXAMINED = 1000;

    /** The days from the one of {@code from} to the one of {@code to}, both included, that saw a call; in order. */
    List<RollUp> days(String orgId, boolean live, Instant from, Instant to);

    /** The hours from the one of {@code from} to the one of {@code to}, both included, that saw a call; in order. */
    List<RollUp> hours(String orgId, boolean live, Instant from, Instant to);

    /**
     * Rows of one account, newest first by time and id (contract 2).
     *
     * @param limit rows at most, up to {@link #MAX_EXAMINED}
     * @param after the place behind which the page begins; null for the newest
     */
    Page<UsageRow> rows(String orgId, boolean live, UsageFilter filter, int limit, @Nullable ListPosition after);
}
