package omni.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of those that are shown: of a call that was committed twice, one. A null part lets all through. Times and a request id
 * are stretches of an index, the others pick from it row by row.
 *
 * @param since rows at this instant or later
 * @param last rows at this instant or earlier
 * @param meterClass number of the class
 * @param success whether the call was answered below 400
 */
public record UsageFilter(
        Instant since,
        Instant last,
        @Nullable String requestId,
        @Nullable Integer meterClass,
        @Nullable Boolean success) {

    /** Later than anything: clocks that run ahead included. */
    private static final Instant EVER = Instant.parse("9999-12-31T23:59:59.999Z");

    /** Every row of a request id, whenever it was. */
    public static UsageFilter ofRequest(String requestId) {
        return new UsageFilter(Instant.EPOCH, EVER, requestId, null, null);
    }

    public static UsageFilter between(Instant since, Instant last) {
        return new UsageFilter(since, last, null, null, null);
    }

    public boolean holds(UsageRow row) {
        var call = row.call();
        return row.isShown()
                && !call.at().isBefore(since)
                && !call.at().isAfter(last)
                && (requestId == null || requestId.equals(call.requestId()))
                && (meterClass == null || meterClass == call.meterClass())
                && (success == null || success == row.isSuccess());
    }
}
