package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

/** What the command says and how it ends; what it does at Stripe is proved by the sync's own test. */
class StripeSyncTest {

    private static final String KEY = "sk_test_command";
    private static final String UNSEEN =
            "Destinations of Stripe's events were not looked at: OMNI_API_BASE_URL and OMNI_STRIPE_WEBHOOK_SECRETS_FROM are not set.\n";
    private StripeSimulator stripe;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        stripe = StripeSimulator.start(SimulatorConfig.of(InstantSource.system(), KEY, "whsec_command"));
    }

    @AfterEach
    void stop() {
        stripe.close();
    }

    private static Commands.Outcome run(Map<String, String> environment, String... words) {
        return Commands.run("stripe-sync", environment, words);
    }

    private Map<String, String> account() {
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
                .endsWith("10 to be done; nothing was changed.\n" + UNSEEN);
        assertThat(stripe.events()).isEmpty();

        assertThat(run(account()).out()).endsWith("10 done.\n" + UNSEEN);
        assertThat(run(account()))
                .isEqualTo(
                        new Commands.Outcome(0, "Stripe has all that the catalog says; nothing to do.\n" + UNSEEN, ""));
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

    private Map<String, String> deployment(String address) {
        var environment = new HashMap<>(account());
        environment.put("OMNI_API_BASE_URL", address);
        return environment;
    }

    private void forbid(String path) {
        stripe.faults(new FaultPlan(
                1,
                List.of(),
                List.of(RequestFault.next(1, RequestFault.Effect.FORBIDDEN).on("GET", path))));
    }

    @Test
    void destinationsAreMadeOnceAndTheirSecretsGoWhereTheRunReadsThemAndNowhereElse() throws Exception {
        var environment = deployment("https://api.acme.test/");
        var made = run(environment, "--data", folder.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("create the webhook endpoint of ordinary events, 20 types, to"
                        + " https://api.acme.test/v1/billing/webhooks/stripe; its signing secret goes to local_")
                .contains("create the event destination of thin events, 2 types")
                .doesNotContain("whsec_");
        var file = folder.resolve("secrets").resolve("stripe-webhooks");
        assertThat(file).content().containsPattern("\"webhookSecrets\":\"whsec_\\w+,whsec_\\w+\"");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(run(environment, "--data", folder.toString()))
                .isEqualTo(new Commands.Outcome(0, "Stripe has all that the catalog says; nothing to do.\n", ""));

        Files.delete(file);
        var planned = run(environment, "--data", folder.toString(), "--dry-run");
        assertThat(planned.out())
                .contains(
                        "delete the webhook endpoint of ordinary events, we_", ": its signing secret is not in local_")
                .endsWith("4 to be done; nothing was changed.\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void whatTheKeyMayNotDoAndWhatIsInTheWayIsOneLineEach() throws Exception {
        run(account());
        var environment = deployment("https://two.acme.test");
        forbid("/v2/core/event_destinations");
        var forbidden = run(environment, "--data", folder.toString(), "--dry-run");
        assertThat(forbidden.exitCode()).isEqualTo(1);
        assertThat(forbidden.err())
                .startsWith("omni: Stripe refused: PermissionException: the API key needs the permission"
                        + " \"Event Destinations: read\" (docs/stripe.md); ")
                .hasLineCount(1);

        var blocked = Files.writeString(folder.resolve("secrets"), "a file");
        var hindered = run(environment, "--data", folder.toString());
        assertThat(hindered.exitCode()).isEqualTo(1);
        assertThat(hindered.err())
                .startsWith("omni: the signing secrets can't be written to local_")
                .hasLineCount(1);
        assertThat(blocked).exists();
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
            OMNI_API_BASE_URL=https://a.test                                                      | ''        | say where functions read the signing secrets
            OMNI_STRIPE_WEBHOOK_SECRETS_FROM=omni/dev/webhooks                                     | ''        | OMNI_API_BASE_URL is not set
            OMNI_API_BASE_URL=https://a.test OMNI_STRIPE_WEBHOOK_SECRETS_FROM=omni/dev/webhooks     | --data=x  | say one place for the signing secrets
            """)
    void whatCantGoTogetherIsMisuse(String settings, String argument, String line) {
        var environment = new HashMap<>(account());
        for (var setting : settings.split(" ", -1)) {
            environment.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
        }
        var outcome = argument.isEmpty() ? run(environment) : run(environment, argument);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("omni: " + line).hasLineCount(1);
    }

    @Test
    void aSecretWithoutARegionIsToldBeforeAnythingIsAsked() {
        var environment = new HashMap<>(deployment("https://a.test"));
        environment.put("OMNI_STRIPE_WEBHOOK_SECRETS_FROM", "omni/dev/webhooks#webhookSecrets");
        assertThat(run(environment))
                .isEqualTo(new Commands.Outcome(
                        1, "", "omni: AWS_REGION is not set: where the secret omni/dev/webhooks is\n"));
    }
}
