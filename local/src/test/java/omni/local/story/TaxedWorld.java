package omni.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import omni.fakes.Bundled;
import omni.local.command.Commands;

/** A world whose catalog is taxed by Stripe, with what a story of invoices asks of it. */
final class TaxedWorld {

    private TaxedWorld() {}

    /** The seller sits in Germany; its clock stands in the middle of May. */
    static World start(Path folder, String behavior) {
        var catalog = Optional.of(catalog(folder, behavior));
        return World.start(new World.Plan(InstantSource.fixed(World.STILL), false, catalog, Map.of()));
    }

    /** The file of such a catalog. */
    static Path catalog(Path folder, String behavior) {
        var tax = "{\"tax\": {\"mode\": \"stripe\", \"behavior\": \"" + behavior
                + "\", \"productTaxCode\": \"txcd_10103001\"},";
        var file = folder.resolve("catalog-" + behavior + ".json");
        try {
            Files.writeString(file, Bundled.text().replaceFirst("\\{", tax));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Paid calls for 1.00 of the price list, in the present month. */
    static void useForADollar(Customer customer) {
        for (var call = 0; call < 20; call++) {
            customer.call(Calls.SECTION).is(200);
        }
    }

    /** To the afternoon of the first of June, when May is closed. */
    static void closeMay(World world) throws InterruptedException {
        world.to("2026-05-20T10:30:00Z");
        world.to("2026-06-01T00:05:00Z");
        world.to("2026-06-01T00:30:00Z");
        world.to("2026-06-01T01:50:00Z");
        world.to("2026-06-01T02:50:00Z");
    }

    /** The customer's newest invoice of a kind. */
    static JsonNode invoice(World world, Customer customer, Predicate<JsonNode> which) {
        var listed = world.stripe()
                .get("/v1/invoices?customer=" + world.stripeId(customer))
                .json()
                .path("data");
        return StreamSupport.stream(listed.spliterator(), false)
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new AssertionError(listed.toString()));
    }

    static boolean ofUsage(JsonNode invoice) {
        return invoice.at("/parent/subscription_details/metadata/omniMeter").isTextual();
    }

    static boolean ofPlan(JsonNode invoice) {
        return !ofUsage(invoice);
    }

    static Commands.Outcome reconcile(World world) {
        return Commands.reconcile(Map.of(), "--local", world.local().url().toString(), "--rows");
    }

    /** An operator takes the address away on the dashboard, and gives another card, which has none. */
    static void losePlace(World world, Customer customer) throws Exception {
        world.operator("/v1/customers/" + world.stripeId(customer), "address=");
        world.local().stripe().detachCard(cardOf(world, customer));
        world.local().stripe().attachCard(world.stripeId(customer));
        world.awaitStripe();
    }

    private static String cardOf(World world, Customer customer) {
        return world.stripe()
                .get("/v1/customers/" + world.stripeId(customer) + "/payment_methods")
                .json()
                .at("/data/0/id")
                .asText();
    }
}
