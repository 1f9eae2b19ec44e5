package omni.local.stripe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.billing.EventTypes;
import omni.billing.PaymentOutcome;
import omni.billing.RateCard;
import omni.local.control.ClockRoutes;
import omni.local.control.StripeRoutes;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.AtomicFile;
import omni.local.machine.DataFolder;
import omni.local.machine.LocalFault;
import omni.local.machine.LocalSecrets;
import omni.local.machine.LocalTimeouts;
import omni.local.machine.MovableClock;
import omni.stripe.CatalogSync;
import stripesimulator.SimulatorConfig;
import stripesimulator.StripeSimulator;

/** Stripe as a local world has it: the simulator in this process, or an account at Stripe itself. */
public sealed interface LocalStripe extends AutoCloseable {

    /** The functions' settings that lead them there. */
    Map<String, String> settings();

    URI url();

    /** In words. */
    String mode();

    /** Brings the catalog there, or sees that it is there. */
    List<CatalogSync.Step> syncCatalog(RateCard rateCard);

    /** Says where webhooks go. */
    void webhookUrl(URI url);

    void register(LocalRoutes routes, MovableClock clock, Runnable moved);

    void clockMoved();

    StripeSimulator simulator();

    @Override
    void close();

    static LocalStripe startSimulator(MovableClock clock, LocalSecrets secrets, Optional<DataFolder> folder) {
        folder.ifPresent(data -> mark(data, Simulated.MODE));
        var config = SimulatorConfig.of(clock, secrets.stripeKey(), secrets.webhookSecret())
                .withProductName("SEC API")
                .withSubscribed(EventTypes.all().toList());
        var patient = config.withWebhook(config.webhook().withTimeouts(LocalTimeouts.HUNG, LocalTimeouts.CALLER));
        try {
            return new Simulated(
                    StripeSimulator.start(folder.map(data -> patient.withFolder(data.child("stripe")))
                            .orElse(patient)),
                    secrets,
                    folder.map(data -> new SecretOfRun(data.path()).accepted())
                            .filter(made -> !made.isEmpty())
                            .map(made -> secrets.webhookSecret() + "," + made)
                            .orElse(secrets.webhookSecret()));
        } catch (IOException e) {
            throw new UncheckedIOException("the Stripe simulator does not start", e);
        }
    }

    static LocalStripe of(RealStripe account, Optional<DataFolder> folder) {
        folder.ifPresent(data -> mark(data, account.mode()));
        return new OwnAccount(account);
    }

    /** A folder keeps to the Stripe that it was begun with: the customers in it are nowhere else. */
    private static void mark(DataFolder data, String mode) {
        var file = new AtomicFile(data.path().resolve("stripe-mode"));
        boolean old = Files.exists(data.path().resolve("stripe"));
        var before = file.read().or(() -> old ? Optional.of(Simulated.MODE) : Optional.empty());
        if (before.filter(kept -> !kept.equals(mode)).isPresent()) {
            throw new LocalFault("the data folder " + data.path() + " was begun with Stripe's " + before.get()
                    + ", this run uses Stripe's " + mode + ": take another folder");
        }
        file.write(mode);
    }

    /**
     * The simulator, which does all that it is told.
     *
     * @param webhookSecrets of its own webhook, then of destinations that {@code stripe-sync} has made
     */
    record Simulated(StripeSimulator simulator, LocalSecrets secrets, String webhookSecrets) implements LocalStripe {

        private static final String MODE = "simulator";

        @Override
        public Map<String, String> settings() {
            return Map.of(
                    "OMNI_STRIPE_API_KEY", secrets.stripeKey(),
                    "OMNI_STRIPE_API_BASE", url().toString(),
                    "OMNI_STRIPE_WEBHOOK_SECRETS", webhookSecrets);
        }

        @Override
        public URI url() {
            return simulator.baseUri();
        }

        @Override
        public String mode() {
            return MODE;
        }

        @Override
        public List<CatalogSync.Step> syncCatalog(RateCard rateCard) {
            var sync = new CatalogSync(secrets.stripeKey(), Optional.of(url()), rateCard);
            return orFault(sync.apply(), "the Stripe simulator");
        }

        @Override
        public void webhookUrl(URI url) {
            simulator.webhookUrl(url);
        }

        @Override
        public void register(LocalRoutes routes, MovableClock clock, Runnable moved) {
            ClockRoutes.register(routes, clock, new ClockRoutes.Around(this::deliver, moved));
            StripeRoutes.register(routes, simulator);
        }

        /** What came due is brought before it counts as lost, as time enough has passed for it. */
        @Override
        public void clockMoved() {
            simulator.clockMoved();
            deliver();
        }

        /** Waits until all is brought that can be. */
        private void deliver() {
            try {
                var _ = simulator.awaitDeliveries(LocalTimeouts.HUNG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            simulator.close();
        }
    }

    /** Stripe itself, which keeps its own time and is told by its user where webhooks go. */
    record OwnAccount(RealStripe account) implements LocalStripe {

        @Override
        public Map<String, String> settings() {
            var settings = new HashMap<String, String>();
            settings.put("OMNI_STRIPE_API_KEY", account.apiKey());
            settings.put("OMNI_STRIPE_WEBHOOK_SECRETS", account.webhookSecret());
            settings.put("OMNI_LIVEMODE", Boolean.toString(account.live()));
            account.apiBase().ifPresent(base -> settings.put("OMNI_STRIPE_API_BASE", base.toString()));
            return settings;
        }

        @Override
        public URI url() {
            return account.url();
        }

        @Override
        public String mode() {
            return "your account, " + account.mode() + " mode";
        }

        /** A live account is written to only by the command that is meant for it. */
        @Override
        public List<CatalogSync.Step> syncCatalog(RateCard rateCard) {
            var sync = new CatalogSync(account.apiKey(), account.apiBase(), rateCard);
            if (!account.live()) {
                return orFault(sync.apply(), "Stripe");
            }
            var missing = orFault(sync.plan(), "Stripe");
            if (!missing.isEmpty()) {
                throw new LocalFault("the live account lacks what the catalog says: run ./omni stripe-sync --live");
            }
            return missing;
        }

        @Override
        public void webhookUrl(URI url) {
            // stripe listen, or an endpoint on the dashboard, has been told
        }

        @Override
        public void register(LocalRoutes routes, MovableClock clock, Runnable moved) {
            ClockRoutes.registerFixed(
                    routes, clock, "This run uses Stripe itself, which keeps the real time: the clock can't be moved.");
            StripeRoutes.refuse(routes);
        }

        @Override
        public void clockMoved() {
            // its time is the real one
        }

        @Override
        public StripeSimulator simulator() {
            throw new IllegalStateException("this world uses Stripe itself");
        }

        @Override
        public void close() {
            // nothing of it is in this process
        }
    }

    private static <T> T orFault(PaymentOutcome<T> outcome, String who) {
        return switch (outcome) {
            case PaymentOutcome.Done<T>(var value) -> value;
            case PaymentOutcome.Refused<T>(var _, var detail) ->
                throw new LocalFault("the catalog can't be brought to " + who + ": " + detail);
            case PaymentOutcome.Unavailable<T>(var detail, var _) ->
                throw new LocalFault(who + " does not answer: " + detail);
        };
    }
}
