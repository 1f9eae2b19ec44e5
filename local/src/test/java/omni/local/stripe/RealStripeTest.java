package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.fakes.Recorded;
import omni.local.command.ConsoleLog;
import omni.local.machine.DataFolder;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalSecrets;
import omni.local.options.UpWords;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealStripeTest {

    private static final String WEBHOOK = "/v1/billing/webhooks/stripe";

    private static Optional<RealStripe> read(Map<String, String> environment, String... arguments) {
        var parsed = UpWords.options(List.of(arguments));
        return RealStripe.of(environment, parsed, WEBHOOK);
    }

    private static Map<String, String> environment(String words) {
        var environment = new HashMap<String, String>();
        Arrays.stream(words.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(word -> {
            var parts = word.split("=", 2);
            environment.put(parts[0], parts[1]);
        });
        return environment;
    }

    @Test
    void withoutAKeyThereIsTheSimulator() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(environment("STRIPE_API_KEY= STRIPE_WEBHOOK_SECRET=whsec_x")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        STRIPE_API_KEY=sk_test_suite STRIPE_WEBHOOK_SECRET=whsec_x                              |               | test
        STRIPE_API_KEY=rk_test_suite STRIPE_WEBHOOK_SECRET=whsec_x                              |               | test
        STRIPE_API_KEY=sk_live_suite STRIPE_WEBHOOK_SECRET=whsec_x OMNI_ALLOW_LIVE_STRIPE=yes   | --live-stripe | live
        STRIPE_API_KEY=rk_live_suite STRIPE_WEBHOOK_SECRET=whsec_x OMNI_ALLOW_LIVE_STRIPE=yes   | --live-stripe | live
        """)
    void theModeFollowsTheKey(String environment, String arguments, String mode) {
        var account = read(environment(environment), arguments == null ? new String[0] : new String[] {arguments})
                .orElseThrow();

        assertThat(account.mode()).isEqualTo(mode);
        assertThat(account.url()).hasToString("https://api.stripe.com");
        assertThat(new LocalStripe.OwnAccount(account).settings())
                .containsEntry("OMNI_LIVEMODE", Boolean.toString(mode.equals("live")))
                .containsEntry("OMNI_STRIPE_API_KEY", account.apiKey())
                .doesNotContainKey("OMNI_STRIPE_API_BASE");
        assertThat(account.toString()).doesNotContain("suite").doesNotContain("whsec_");
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        STRIPE_API_KEY=pk_test_suite STRIPE_WEBHOOK_SECRET=whsec_x |               | STRIPE_API_KEY is no secret key of Stripe
        STRIPE_API_KEY=sk_test_suite                               |               | STRIPE_WEBHOOK_SECRET is not set
        STRIPE_API_KEY=sk_test_suite                               |               | stripe listen --forward-to http://localhost:8080/v1/billing/webhooks/stripe
        STRIPE_API_KEY=sk_test_suite STRIPE_WEBHOOK_SECRET=secret  |               | STRIPE_WEBHOOK_SECRET does not begin with whsec_
        STRIPE_API_KEY=sk_test_suite STRIPE_WEBHOOK_SECRET=whsec_x | --live-stripe | --live-stripe is of use only with a live key
        ''                                                         | --live-stripe | --live-stripe is of use only with a live key
        STRIPE_API_KEY=sk_live_suite STRIPE_WEBHOOK_SECRET=whsec_x |               | say both --live-stripe and OMNI_ALLOW_LIVE_STRIPE=yes
        STRIPE_API_KEY=rk_live_suite STRIPE_WEBHOOK_SECRET=whsec_x | --live-stripe | say both --live-stripe and OMNI_ALLOW_LIVE_STRIPE=yes
        STRIPE_API_KEY=sk_live_suite STRIPE_WEBHOOK_SECRET=whsec_x OMNI_ALLOW_LIVE_STRIPE=yes | | say both --live-stripe and OMNI_ALLOW_LIVE_STRIPE=yes
        STRIPE_API_KEY=sk_test_suite STRIPE_WEBHOOK_SECRET=whsec_x STRIPE_API_BASE=localhost:1 | | STRIPE_API_BASE is not a URL
        """)
    void whatIsMissingOrMeansMoneyIsRefusedWithoutTheKey(String environment, String arguments, String words) {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() ->
                        read(environment(environment), arguments == null ? new String[0] : new String[] {arguments}))
                .withMessageContaining(words)
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("_suite"));
    }

    /** Without its last part no thin event ever comes. */
    @Test
    void theCommandThatBringsEventsBringsThinOnesToo() {
        var url = "http://localhost:8080" + WEBHOOK;
        Recorded.part("docs/stripe.md", "listen", "```sh\n" + RealStripe.listen(url) + "\n```\n");
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> read(environment("STRIPE_API_KEY=sk_test_suite"), "--port", "8080"))
                .withMessageContaining(RealStripe.listen(url))
                .withMessageContaining("v1.billing.meter.no_meter_found");
    }

    @Test
    void theSecretsThatASyncLeftInTheDataFolderAreTaken(@TempDir Path folder) {
        var place = new SecretOfRun(folder);
        assertThat(place.accepted()).isEmpty();
        assertThat(place.write("{\"webhookSecrets\":\"whsec_1,whsec_2\"}")).isEmpty();

        assertThat(read(environment("STRIPE_API_KEY=sk_test_suite"), "--data", folder.toString()))
                .hasValueSatisfying(
                        account -> assertThat(account.webhookSecret()).isEqualTo("whsec_1,whsec_2"));
        var clock = SimulatedProvider.clock();
        var secrets = LocalSecrets.in(Optional.empty());
        try (var data = DataFolder.open(folder);
                var simulated = LocalStripe.startSimulator(clock, secrets, Optional.of(data))) {
            assertThat(simulated.settings())
                    .containsEntry("OMNI_STRIPE_WEBHOOK_SECRETS", secrets.webhookSecret() + ",whsec_1,whsec_2");
        }
    }

    @Test
    void allFaultsAreSaidAtOnce() {
        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> read(environment("STRIPE_API_KEY=sk_live_suite STRIPE_API_BASE=x")))
                .withMessageContaining("is a live key")
                .withMessageContaining(RealStripe.SECRET)
                .withMessageContaining(RealStripe.BASE);
    }

    @Test
    void aFolderOfTheSimulatorIsNotTakenForStripeItself(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("stripe"));
        var account =
                new RealStripe("sk_test_suite", "whsec_suite", Optional.of(URI.create("http://127.0.0.1:1")), false);
        var options = UpWords.options(List.of("--port", "0", "--data", folder.toString()));
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        var setup = new LocalWorld.Setup(options, InstantSource.system(), new ConsoleLog(System.err), silent, Map.of())
                .withStripe(Optional.of(account));

        assertThatExceptionOfType(LocalFault.class)
                .isThrownBy(() -> LocalWorld.start(setup))
                .withMessageContaining("was begun with Stripe's simulator");
    }
}
