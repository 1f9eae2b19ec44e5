package omni.meter;

import java.time.Instant;
import omni.account.Account;
import omni.billing.BillingPosition;
import org.jspecify.annotations.Nullable;

/**
 * What so many units of a class would come to now; nothing is reserved (contract 11.4).
 *
 * @param account rolled to {@code now}
 * @param now the account's reading of the clock
 * @param grantUnits units that the grant would pay
 * @param gate the 402 that would fire for these units; null when they would all run
 */
public record Quote(
        Account account,
        Instant now,
        BillingPosition position,
        long grantUnits,
        @Nullable Refusal gate) {}
