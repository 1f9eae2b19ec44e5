package omni.metering;

import java.time.Instant;
import java.util.List;

/** The port to what was used, for those who look at it: seconds behind the account. */
public interface UsageHistory {

    /** The days from the one of {@code from} to the one of {@code to}, both included, that saw a call; in order. */
    List<RollUp> days(String orgId, boolean live, Instant from, Instant to);

    /** The hours from the one of {@code from} to the one of {@code to}, both included, that saw a call; in order. */
    List<RollUp> hours(String orgId, boolean live, Instant from, Instant to);

    /**
     * The newest rows of one day, newest first.
     *
     * @param since rows at this instant or later
     * @param until rows at this instant or earlier
     */
    List<UsageRow> newest(RollUp.Scope day, Instant since, Instant until, int limit);
}
