package omni.meter;

import java.time.Instant;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.fakes.Tariff;
import org.jspecify.annotations.Nullable;

/** Builds plans piece by piece: an ordinary call of class 1 on {@code basis}, and what a test changes of it. */
public final class Plans {

    public static final Instant NOW = Instant.parse("2026-05-14T09:26:53.589Z");
    public static final MeterClass CLASS = Tariff.meteredClass(1, 5);

    private final Account basis;
    private @Nullable MeterClass meterClass = CLASS;
    private @Nullable LastCall last;
    private long minute;
    private InvoicePeriod period;
    private boolean renewsGrant;
    private @Nullable Long windowCeiling;
    private @Nullable Long accruedCeiling;
    private @Nullable Long aiCeiling;

    private Plans(Account basis, @Nullable LastCall last) {
        this.basis = basis;
        this.last = last;
        this.minute = basis.windows().minute();
        this.period = basis.ledger().period();
    }

    public static Plans grant(Account basis) {
        return new Plans(basis, call("use_1", 200, Funding.GRANT, 0, 0));
    }

    public static Plans paidCall(Account basis, long microDollars) {
        return new Plans(basis, call("use_1", 200, Funding.PAID, microDollars, 0));
    }

    public static Plans paidAi(Account basis, long microDollars) {
        return new Plans(basis, call("use_1", 200, Funding.PAID, microDollars, 1));
    }

    public static Plans failedCall(Account basis) {
        return new Plans(basis, call("use_1", 404, Funding.NONE, 0, 0));
    }

    public static Plans test(Account basis) {
        return new Plans(basis, call("use_1", 200, Funding.NONE, 0, 0));
    }

    public static Plans windowOnly(Account basis) {
        return new Plans(basis, null);
    }

    /** Moves the account into a later month without a call. */
    public static Plans closing(Account basis, InvoicePeriod later) {
        var plans = new Plans(basis, null).inPeriod(later);
        plans.meterClass = null;
        return plans;
    }

    public Plans withCall(LastCall other) {
        last = other;
        return this;
    }

    /** One that no window of a class counts. */
    public Plans unwindowed() {
        meterClass = null;
        return this;
    }

    public Plans minutesLater(long minutes) {
        minute = basis.windows().minute() + minutes;
        return this;
    }

    public Plans inPeriod(InvoicePeriod later) {
        period = later;
        return this;
    }

    public Plans renewsGrant(boolean renews) {
        renewsGrant = renews;
        return this;
    }

    public Plans windowAtMost(@Nullable Long ceiling) {
        windowCeiling = ceiling;
        return this;
    }

    public Plans accruedAtMost(@Nullable Long microDollars) {
        accruedCeiling = microDollars;
        return this;
    }

    public Plans aiAtMost(@Nullable Long ceiling) {
        aiCeiling = ceiling;
        return this;
    }

    public CommitPlan build() {
        return new CommitPlan(
                basis, meterClass, last, minute, period, renewsGrant, windowCeiling, accruedCeiling, aiCeiling);
    }

    public static LastCall call(String usageId, int status, Funding funding, long microDollars, int aiUnits) {
        return new LastCall(
                usageId,
                "req_1",
                "key_1",
                AuthMode.API_KEY,
                7,
                1,
                false,
                status,
                12,
                status < 400 ? 1 : 0,
                aiUnits,
                funding,
                new Money(microDollars),
                PlanKey.PAYG,
                BillingState.PAYG_ACTIVE,
                "2026-04-27",
                NOW,
                false);
    }
}
