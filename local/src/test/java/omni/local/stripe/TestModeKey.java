package omni.local.stripe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key of a Stripe account in test mode, which some suites run on where the environment names one. */
final class TestModeKey {

    static final String VARIABLE = "STRIPE_TEST_KEY";
    static final String WHY_NOT = "STRIPE_TEST_KEY names no Stripe account in test mode: nothing is sent to Stripe";

    private TestModeKey() {}

    static Optional<String> ofProcess() {
        return of(System.getenv(VARIABLE));
    }

    /** Empty for none; a key that might move money is refused, and not repeated. */
    static Optional<String> of(@Nullable String key) {
        if (key == null || key.isBlank()) {
            return Optional.empty();
        }
        if (!key.startsWith("sk_test_")) {
            throw new IllegalArgumentException(VARIABLE + " has to be a secret key of test mode: sk_test_…");
        }
        return Optional.of(key);
    }
}
