package omni.local.command;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.catalog.CatalogFaults;
import omni.local.machine.LocalFault;
import omni.local.world.Deployment;
import omni.stripe.CatalogSync;

/**
 * {@code ./omni stripe-sync [--dry-run] [--live]}: brings the catalog to the Stripe account of {@code
 * OMNI_STRIPE_API_KEY}. Prints what is to be done before it does it. A live key has to be said twice.
 */
public final class StripeSync {

    private static final String USAGE = """
        Usage: ./omni stripe-sync [--dry-run] [--live]

        Creates and updates products, prices, the usage meter and the portal's configuration from the catalog; deletes
        nothing, and changes nothing on a second run. Prints its plan first.

          --dry-run   print the plan only
          --live      needed with a live key

          OMNI_STRIPE_API_KEY    secret key of the account
          OMNI_STRIPE_API_BASE   another address for the same requests (default: Stripe's own)
          OMNI_CATALOG_FILE      another catalog than the bundled one
        """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    StripeSync(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        QuietLogs.install();
        Program.main(1, () -> new StripeSync(System.getenv(), System.out, System.err).run(List.of(arguments)));
    }

    /** The exit code: 0 when all is as the catalog says, or planned with a dry run. */
    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        try {
            var unknown = arguments.stream()
                    .filter(argument -> !List.of("--dry-run", "--live").contains(argument))
                    .findFirst();
            if (unknown.isPresent()) {
                throw new LocalFault("stripe-sync does not know " + unknown.get() + " (./omni stripe-sync --help)");
            }
            sync(arguments.contains("--dry-run"), arguments.contains("--live"));
            return 0;
        } catch (LocalFault | CatalogFaults e) {
            err.println("omni: " + e.getMessage());
            return 1;
        }
    }

    private void sync(boolean dryRun, boolean live) {
        var sync = new CatalogSync(
                key(live), base(), Deployment.catalog(environment).rateCard());
        var planned = done(sync.plan());
        if (planned.isEmpty()) {
            out.println("Stripe has all that the catalog says; nothing to do.");
            return;
        }
        planned.forEach(step -> out.println("  " + step.words()));
        if (dryRun) {
            out.println(planned.size() + " to be done; nothing was changed.");
            return;
        }
        out.println(done(sync.apply()).size() + " done.");
    }

    private String key(boolean live) {
        var key = environment.getOrDefault("OMNI_STRIPE_API_KEY", "");
        if (key.isBlank()) {
            throw new LocalFault("OMNI_STRIPE_API_KEY is not set");
        }
        boolean isTest = key.startsWith("sk_test_") || key.startsWith("rk_test_");
        if (!isTest && !live) {
            throw new LocalFault("OMNI_STRIPE_API_KEY is not a test key: say --live too, if it is meant");
        }
        return key;
    }

    private Optional<URI> base() {
        var text = environment.getOrDefault("OMNI_STRIPE_API_BASE", "");
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw new LocalFault("OMNI_STRIPE_API_BASE is not an address", e);
        }
    }

    private static <T> T done(PaymentOutcome<T> outcome) {
        return switch (outcome) {
            case PaymentOutcome.Done<T>(var value) -> value;
            case PaymentOutcome.Refused<T>(var _, var detail) -> throw new LocalFault("Stripe refused: " + detail);
            case PaymentOutcome.Unavailable<T>(var detail) ->
                throw new LocalFault("Stripe can't be reached; run it again: " + detail);
        };
    }
}
