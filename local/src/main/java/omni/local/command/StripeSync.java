package omni.local.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import omni.access.SecretName;
import omni.aws.SecretsManager;
import omni.billing.PaymentOutcome;
import omni.endpoint.Endpoints;
import omni.local.machine.LocalFault;
import omni.local.stripe.SecretOfRun;
import omni.local.stripe.SecretOnAws;
import omni.local.world.Deployment;
import omni.stripe.CatalogSync;
import omni.stripe.SigningSecretPlace;
import omni.stripe.WebhookSync;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/**
 * {@code ./omni stripe-sync [--dry-run] [--live] [--data FOLDER]}: brings the catalog to the Stripe account of {@code
 * OMNI_STRIPE_API_KEY}, and sees to the destinations of its events where it is told the deployment's address. Prints what is to be done
 * before it does it. A live key has to be said twice.
 */
@Command(
        name = "stripe-sync",
        description = {
            "Creates and updates products, prices, the usage meter and the portal's configuration from the catalog, and deletes none of",
            "them. Where it is told a deployment's address it makes and repairs both destinations of Stripe's events too, and puts",
            "their signing secrets where the functions read them. Changes nothing on a second run. Prints its plan first."
        },
        footer = {
            "OMNI_STRIPE_API_KEY    secret key of the account",
            "OMNI_STRIPE_API_BASE   another address for the same requests (default: Stripe's own)",
            "OMNI_CATALOG_FILE      another catalog than the bundled one",
            "OMNI_API_BASE_URL      the deployment's address, to which Stripe is to send its events",
            "OMNI_STRIPE_WEBHOOK_SECRETS_FROM",
            "                       the secret that its functions read, omni/STAGE/webhooks; with AWS_REGION and AWS_PROFILE"
        })
final class StripeSync implements ShellCommand {

    private static final String BASE_URL = "OMNI_API_BASE_URL";
    private static final String PLACE = SecretName.STRIPE_WEBHOOK_SECRETS.from();
    private static final String FIELD = "#webhookSecrets";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    @Option(names = "--dry-run", arity = "0", description = "print the plan only")
    private boolean dryRun;

    @Option(names = "--live", arity = "0", description = "needed with a live key")
    private boolean live;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "put the signing secrets into this data folder of ./omni up, which takes them when it starts")
    private @Nullable Path data;

    private final Console console;

    StripeSync(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        var faults = new ArrayList<String>();
        var key = setting("OMNI_STRIPE_API_KEY");
        if (key.isEmpty()) {
            faults.add("OMNI_STRIPE_API_KEY is not set");
        } else if (!live && Stream.of("sk_test_", "rk_test_").noneMatch(key::startsWith)) {
            faults.add("OMNI_STRIPE_API_KEY is not a test key: say --live too, if it is meant");
        }
        boolean placed = data != null || !setting(PLACE).isEmpty();
        if (placed && setting(BASE_URL).isEmpty()) {
            faults.add(BASE_URL + " is not set: the address that Stripe is to send events to");
        }
        if (!placed && !setting(BASE_URL).isEmpty()) {
            faults.add("say where functions read the signing secrets: " + PLACE
                    + "=omni/STAGE/webhooks, or --data FOLDER");
        }
        if (data != null && !setting(PLACE).isEmpty()) {
            faults.add("say one place for the signing secrets: " + PLACE + " or --data");
        }
        return faults;
    }

    @Override
    public int run() {
        var catalog = new CatalogSync(
                setting("OMNI_STRIPE_API_KEY"),
                address("OMNI_STRIPE_API_BASE"),
                Deployment.catalog(console.environment()).rateCard());
        var webhooks = webhooks();
        var planned = new ArrayList<>(orFault(catalog.plan()));
        var report = webhooks.map(sync -> report(sync.plan()));
        report.ifPresent(found -> planned.addAll(found.steps()));
        planned.forEach(step -> console.out().println("  " + step.words()));
        if (planned.isEmpty()) {
            console.out().println("Stripe has all that the catalog says; nothing to do.");
        } else if (dryRun) {
            console.out().println(planned.size() + " to be done; nothing was changed.");
        } else {
            int done = orFault(catalog.apply()).size()
                    + webhooks.map(sync -> report(sync.apply()).steps().size()).orElse(0);
            console.out().println(done + " done.");
        }
        if (report.isEmpty()) {
            console.out()
                    .println("Destinations of Stripe's events were not looked at: " + BASE_URL + " and " + PLACE
                            + " are not set.");
        }
        var amiss = report.map(WebhookSync.Report::amiss).orElse(List.of());
        amiss.forEach(console::fault);
        return amiss.isEmpty() ? 0 : 1;
    }

    private Optional<WebhookSync> webhooks() {
        return address(BASE_URL)
                .map(base -> new WebhookSync(
                        setting("OMNI_STRIPE_API_KEY"),
                        address("OMNI_STRIPE_API_BASE"),
                        URI.create(base.toString().replaceAll("/+$", "")
                                + Endpoints.RECEIVE_STRIPE_EVENT.operation().path()),
                        place()));
    }

    private SigningSecretPlace place() {
        if (data != null) {
            return new SecretOfRun(data);
        }
        var setting = setting(PLACE);
        var name = setting.endsWith(FIELD) ? setting.substring(0, setting.length() - FIELD.length()) : setting;
        if (name.contains("#")) {
            throw new LocalFault(PLACE + " names another field than " + FIELD.substring(1));
        }
        var region = setting("AWS_REGION");
        if (region.isEmpty()) {
            throw new LocalFault("AWS_REGION is not set: where the secret " + name + " is");
        }
        var credentials = Deployment.credentials(setting("AWS_PROFILE"));
        credentials.resolveCredentials(); // says in one line that there are none
        var http = AwsCrtHttpClient.builder().connectionTimeout(CONNECT).build();
        return new SecretOnAws(name, new SecretsManager(region, credentials, http));
    }

    private String setting(String name) {
        return console.environment().getOrDefault(name, "").strip();
    }

    private Optional<URI> address(String name) {
        var text = setting(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("https?://[^\\s/?#]+[^\\s?#]*")) {
            throw new LocalFault(name + " is not an address such as https://api.example.com");
        }
        return Optional.of(URI.create(text));
    }

    private static WebhookSync.Report report(PaymentOutcome<WebhookSync.Report> outcome) {
        var report = orFault(outcome);
        report.hindrance().ifPresent(why -> {
            throw new LocalFault(why);
        });
        return report;
    }

    private static <T> T orFault(PaymentOutcome<T> outcome) {
        return switch (outcome) {
            case PaymentOutcome.Done<T>(var value) -> value;
            case PaymentOutcome.Refused<T>(var _, var detail) ->
                throw new LocalFault("Stripe refused: " + line(detail));
            case PaymentOutcome.Unavailable<T>(var detail, var _) ->
                throw new LocalFault("Stripe can't be reached; run it again: " + line(detail));
        };
    }

    private static String line(String detail) {
        return detail.replaceAll("\\s+", " ");
    }
}
