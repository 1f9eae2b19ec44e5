package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** What the command says and how it ends; what it does at Stripe is proved by the sync's own test. */
class StripeSyncTest {

    private static final String KEY = "sk_test_command";
    private static StripeSimulator stripe;

    @BeforeAll
    static void start() throws IOException {
        stripe = StripeSimulator.start(SimulatorConfig.of(InstantSource.system(), KEY, "whsec_command"));
    }

    @AfterAll
    static void stop() {
        stripe.close();
    }

    private static Commands.Outcome run(Map<String, String> environment, String... words) {
        return Commands.run("stripe-sync", environment, words);
    }

    private static Map<String, String> account() {
        return Map.of(
                "OMNI_STRIPE_API_KEY",
                KEY,
                "OMNI_STRIPE_API_BASE",
                stripe.baseUri().toString());
    }

    @Test
    void itPrintsAPlanThenDoesItAndThenHasNothingToDo() {
        var planned = run(account(), "--dry-run");
        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.out())
                .startsWith("  create product Personal\n")
                .endsWith("10 to be done; nothing was changed.\n");
        assertThat(stripe.events()).isEmpty();

        assertThat(run(account()).out()).endsWith("10 done.\n");
        assertThat(run(account()))
                .isEqualTo(new Commands.Outcome(0, "Stripe has all that the catalog says; nothing to do.\n", ""));
    }

    @ParameterizedTest(name = "{0} {1} → {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ''               | --dry-run | 2 | OMNI_STRIPE_API_KEY is not set
            sk_live_1        | --dry-run | 2 | OMNI_STRIPE_API_KEY is not a test key: say --live too, if it is meant
            sk_test_command  | --fast    | 2 | unknown option --fast
            sk_test_stranger | --dry-run | 1 | Stripe refused: AuthenticationException: Invalid API Key provided.
            """)
    void whatIsWrongIsOneLine(String key, String argument, int exitCode, String line) {
        var outcome = run(
                Map.of(
                        "OMNI_STRIPE_API_KEY",
                        key,
                        "OMNI_STRIPE_API_BASE",
                        stripe.baseUri().toString()),
                argument);

        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("omni: " + line);
    }
}
