package omni.meter;

import java.time.Instant;
import omni.billing.BillingPosition;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/** Why a call may not run, in the contract's order of checks (section 4). */
public sealed interface Refusal {

    /** Step 1, found at the commit: the key was revoked or ran out meanwhile. */
    record KeyRefused() implements Refusal {}

    /** Step 3: the window of the class is full. */
    record RateLimited(MeterClass meterClass, PlanKey plan, long limit, long retryAfterSeconds) implements Refusal {}

    /** Step 4: state, plan or grant do not serve this call. */
    record BillingRequired(
            Reason reason,
            BillingPosition position,
            MeterClass meterClass,
            long grantLeft,
            @Nullable Instant delinquentSince)
            implements Refusal {}

    /** Step 5: the price does not fit under the hard cap. */
    record HardCapExceeded(
            BillingPosition position, MeterClass meterClass, long grantLeft, Money accrual, Money cap, Money price)
            implements Refusal {}

    /** Step 6: the price does not fit under the threshold and what is approved. */
    record ApprovalRequired(
            BillingPosition position,
            MeterClass meterClass,
            long grantLeft,
            Money accrual,
            long thresholdCents,
            Money approvedAmount,
            Money price)
            implements Refusal {}

    /** Step 7: the month's AI quota is used up. */
    record AiQuotaExceeded(PlanKey plan, long limit, long unitsUsed, Instant resetAt, long retryAfterSeconds)
            implements Refusal {}

    /** The reasons of {@code billing_required} (contract 9.2). */
    enum Reason implements WireName {
        STARTER_GRANT_EXHAUSTED,
        CARD_REQUIRED,
        PAYMENT_FAILED,
        RESTRICTED,
        PLAN_EXCLUDES_METER_CLASS
    }
}
