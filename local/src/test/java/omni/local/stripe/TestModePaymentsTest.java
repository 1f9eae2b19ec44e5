package omni.local.stripe;

import java.io.IOException;
import omni.billing.PaymentsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The port's suite on the real adapter against Stripe itself, where the environment names an account in test mode. */
@EnabledIfEnvironmentVariable(named = TestModeKey.VARIABLE, matches = ".+", disabledReason = TestModeKey.WHY_NOT)
class TestModePaymentsTest extends PaymentsContract {

    private TestModeProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new TestModeProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    protected Provider provider() {
        return provider;
    }
}
