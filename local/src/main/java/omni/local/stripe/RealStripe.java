package omni.local.stripe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omni.billing.EventTypes;
import omni.local.machine.LocalFault;
import omni.local.options.LocalOptions;

/**
 * Stripe itself in place of the simulator, as the environment of {@code ./omni up} names it. A live key has to be said
 * twice, by an option and by a variable, as with it every checkout moves money.
 *
 * @param webhookSecret what events are signed with; several, comma separated, of destinations that {@code stripe-sync} made
 * @param apiBase another address for the same requests
 * @param live whether it is live mode, by the key
 */
public record RealStripe(String apiKey, String webhookSecret, Optional<URI> apiBase, boolean live) {

    static final String KEY = "STRIPE_API_KEY";
    static final String SECRET = "STRIPE_WEBHOOK_SECRET";
    static final String BASE = "STRIPE_API_BASE";
    static final String ALLOW_LIVE = "OMNI_ALLOW_LIVE_STRIPE";

    private static final URI STRIPE = URI.create("https://api.stripe.com");
    private static final List<String> TEST = List.of("sk_test_", "rk_test_");
    private static final List<String> LIVE = List.of("sk_live_", "rk_live_");

    /**
     * What the environment asks for; empty for the simulator.
     *
     * @param webhook the path that webhooks are to be sent to
     * @throws LocalFault with all that is missing or wrong
     */
    public static Optional<RealStripe> of(Map<String, String> environment, LocalOptions options, String webhook) {
        var key = environment.getOrDefault(KEY, "").strip();
        if (key.isEmpty()) {
            if (options.liveStripe()) {
                throw new LocalFault("--live-stripe is of use only with a live key in " + KEY);
            }
            return Optional.empty();
        }
        var faults = new ArrayList<String>();
        boolean live = LIVE.stream().anyMatch(key::startsWith);
        if (!live && TEST.stream().noneMatch(key::startsWith)) {
            faults.add(KEY + " is no secret key of Stripe: it begins with sk_test_ or rk_test_");
        }
        if (live
                && !(options.liveStripe()
                        && environment.getOrDefault(ALLOW_LIVE, "").equals("yes"))) {
            faults.add(KEY + " is a live key, with which checkouts move real money: take a test key, or say both"
                    + " --live-stripe and " + ALLOW_LIVE + "=yes");
        }
        if (!live && options.liveStripe()) {
            faults.add("--live-stripe is of use only with a live key in " + KEY);
        }
        var secret = Optional.of(environment.getOrDefault(SECRET, "").strip())
                .filter(given -> !given.isEmpty())
                .or(() -> options.data().map(data -> new SecretOfRun(data).accepted()))
                .orElse("");
        if (!secret.startsWith("whsec_")) {
            faults.add((secret.isEmpty() ? SECRET + " is not set" : SECRET + " does not begin with whsec_")
                    + ": this command prints one and sends webhooks here while it runs:\n  "
                    + listen("http://localhost:" + (options.port() == 0 ? "PORT" : options.port()) + webhook)
                    + "\n  (or ./omni stripe-sync --data FOLDER has made destinations for a public address of this machine;\n"
                    + "  without " + KEY + " the run uses the simulator)");
        }
        var base = base(environment.getOrDefault(BASE, "").strip(), faults);
        if (!faults.isEmpty()) {
            throw new LocalFault(String.join("\nomni: ", faults));
        }
        return Optional.of(new RealStripe(key, secret, base, live));
    }

    /** The command of Stripe's own tool that brings all events to an address, thin ones by their names; it prints their signing secret. */
    static String listen(String url) {
        return "stripe listen --forward-to " + url + " --forward-thin-to " + url + " --thin-events "
                + EventTypes.all().filter(EventTypes.METER_ERRORS::contains).collect(Collectors.joining(","));
    }

    private static Optional<URI> base(String text, List<String> faults) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var url = new URI(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            faults.add(BASE + " is not a URL");
            return Optional.empty();
        }
        faults.add(BASE + " is not a URL such as https://api.stripe.com");
        return Optional.empty();
    }

    URI url() {
        return apiBase.orElse(STRIPE);
    }

    /** What a data folder is marked with, so that its customers are not looked for elsewhere. */
    String mode() {
        return live ? "live" : "test";
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "RealStripe[" + url() + ", " + mode() + "]";
    }
}
