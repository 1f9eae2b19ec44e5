package omni.local.command;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.local.machine.LocalFault;
import omni.local.world.Deployment;
import omni.stripe.CatalogSync;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./omni stripe-sync [--dry-run] [--live]}: brings the catalog to the Stripe account of {@code
 * OMNI_STRIPE_API_KEY}. Prints what is to be done before it does it. A live key has to be said twice.
 */
@Command(
        name = "stripe-sync",
        description = {
            "Creates and updates products, prices, the usage meter and the portal's configuration from the catalog; deletes",
            "nothing, and changes nothing on a second run. Prints its plan first."
        },
        footer = {
            "OMNI_STRIPE_API_KEY    secret key of the account",
            "OMNI_STRIPE_API_BASE   another address for the same requests (default: Stripe's own)",
            "OMNI_CATALOG_FILE      another catalog than the bundled one"
        })
final class StripeSync implements ShellCommand {

    @Option(names = "--dry-run", arity = "0", description = "print the plan only")
    private boolean dryRun;

    @Option(names = "--live", arity = "0", description = "needed with a live key")
    private boolean live;

    private final Console console;

    StripeSync(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        if (key().isBlank()) {
            return List.of("OMNI_STRIPE_API_KEY is not set");
        }
        boolean isTest = key().startsWith("sk_test_") || key().startsWith("rk_test_");
        return isTest || live
                ? List.of()
                : List.of("OMNI_STRIPE_API_KEY is not a test key: say --live too, if it is meant");
    }

    @Override
    public int run() {
        var sync = new CatalogSync(
                key(), base(), Deployment.catalog(console.environment()).rateCard());
        var planned = orFault(sync.plan());
        if (planned.isEmpty()) {
            console.out().println("Stripe has all that the catalog says; nothing to do.");
            return 0;
        }
        planned.forEach(step -> console.out().println("  " + step.words()));
        if (dryRun) {
            console.out().println(planned.size() + " to be done; nothing was changed.");
            return 0;
        }
        console.out().println(orFault(sync.apply()).size() + " done.");
        return 0;
    }

    private String key() {
        return console.environment().getOrDefault("OMNI_STRIPE_API_KEY", "");
    }

    private Optional<URI> base() {
        var text = console.environment().getOrDefault("OMNI_STRIPE_API_BASE", "");
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw new LocalFault("OMNI_STRIPE_API_BASE is not an address", e);
        }
    }

    private static <T> T orFault(PaymentOutcome<T> outcome) {
        return switch (outcome) {
            case PaymentOutcome.Done<T>(var value) -> value;
            case PaymentOutcome.Refused<T>(var _, var detail) -> throw new LocalFault("Stripe refused: " + detail);
            case PaymentOutcome.Unavailable<T>(var detail, var _) ->
                throw new LocalFault("Stripe can't be reached; run it again: " + detail);
        };
    }
}
