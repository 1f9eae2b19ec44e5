package omni.meter;

import java.time.Instant;
import omni.account.Account;

/**
 * The caller of a usage id was not answered with success: whatever was charged under it is given back.
 *
 * @param status what was answered instead
 * @param latencyMs how long that took
 */
public record VoidMark(String usageId, String orgId, boolean live, int status, long latencyMs, Instant at) {

    public static VoidMark of(Call call, Account account, Call.Outcome answered, Instant at) {
        return new VoidMark(
                call.usageId(), account.orgId(), account.live(), answered.status(), answered.latencyMs(), at);
    }
}
