package omni.local.stripe;

import omni.billing.PaymentsContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The port's suite on the real adapter against Stripe itself, where the environment names an account in test mode. */
@EnabledIfEnvironmentVariable(named = TestModeKey.VARIABLE, matches = ".+", disabledReason = TestModeKey.WHY_NOT)
class TestModePaymentsTest extends PaymentsContract {

    @AutoClose
    private final TestModeProvider provider = new TestModeProvider();

    @Override
    protected Provider provider() {
        return provider;
    }
}
