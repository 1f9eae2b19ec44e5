package omni.account;

import java.time.Instant;
import omni.access.AuthMode;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;

/**
 * The call that an account committed last; the stream turns each one into a ledger row.
 *
 * @param usageId the charge's identity, made by the server once per call
 * @param requestId the caller's label; may repeat
 * @param principalId key id or user id
 * @param route the route's permanent number in the catalog
 * @param meterClass the class's permanent number
 * @param mcpTool whether the call came through the route's MCP tool
 * @param status HTTP status of the answer
 * @param latencyMs milliseconds from the shell's first act to the commit
 * @param units 1, or 0 for a failed call
 * @param aiUnits units of the AI quota taken with it: 0 or 1
 * @param price micro-dollars accrued; zero unless {@code funding} is paid
 * @param plan effective plan at the commit
 * @param state billing state before the commit
 * @param rateCardVersion of the catalog that priced it
 * @param at the commit's clock reading: decides minute and period
 * @param beforeWork whether it was committed before its work: then its success is to be proved
 */
public record LastCall(
        String usageId,
        String requestId,
        String principalId,
        AuthMode authMode,
        int route,
        int meterClass,
        boolean mcpTool,
        int status,
        long latencyMs,
        int units,
        int aiUnits,
        Funding funding,
        Money price,
        PlanKey plan,
        BillingState state,
        String rateCardVersion,
        Instant at,
        boolean beforeWork) {

    /** Whether somebody was charged: a unit of the grant, or money. */
    public boolean isCharged() {
        return funding != Funding.NONE;
    }

    /** The same call with what was answered in the end. */
    public LastCall withAnswer(int finalStatus, long finalLatencyMs) {
        return new LastCall(
                usageId,
                requestId,
                principalId,
                authMode,
                route,
                meterClass,
                mcpTool,
                finalStatus,
                finalLatencyMs,
                units,
                aiUnits,
                funding,
                price,
                plan,
                state,
                rateCardVersion,
                at,
                beforeWork);
    }

    public static @Nullable String usageIdOf(@Nullable LastCall last) {
        return last == null ? null : last.usageId();
    }
}
