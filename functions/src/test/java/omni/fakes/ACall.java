package omni.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import omni.access.AuthMode;
import omni.billing.BillingPosition;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.meter.Call;
import org.jspecify.annotations.Nullable;

/** Calls and meter classes for tests of the meter. */
public final class ACall {

    private ACall() {}

    /** A live call by a key that never ends. */
    public static Call of(MeterClass meterClass) {
        return of(meterClass, null, null);
    }

    public static Call of(MeterClass meterClass, @Nullable Instant keyExpiresAt, @Nullable BillingPosition ofTest) {
        return new Call(
                "use_1", "req_1", "key_1", AuthMode.API_KEY, "hash", keyExpiresAt, 1, meterClass, false, ofTest);
    }

    /** The same class, refused under some plans. */
    public static MeterClass excluding(MeterClass meterClass, PlanKey... plans) {
        return new MeterClass(
                meterClass.key(),
                meterClass.number(),
                meterClass.family(),
                meterClass.baseLimitPerMinute(),
                meterClass.scope(),
                meterClass.countsForAiQuota(),
                Set.copyOf(List.of(plans)));
    }
}
