package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator gives back on Stripe's dashboard changes neither ledger nor state nor what the proof compares, and stays readable at
 * Stripe, invoice by invoice: nothing of it has to be kept here.
 */
class RefundsStoryTest {

    @TempDir
    private Path folder;

    @Test
    void refundsAndCreditNotesChangeNothingHere() throws Exception {
        try (var world = TaxedWorld.start(folder, "exclusive")) {
            var customer = world.signUp();
            world.payWithCard(customer);
            world.useUpGrant(customer);
            TaxedWorld.useForADollar(customer);
            TaxedWorld.closeMay(world);
            var invoice = TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage);
            var id = invoice.path("id").asText();
            var before = facts(customer);

            var charge = list(world, "/v1/charges?customer=" + world.stripeId(customer))
                    .path(0);
            dashboard(world, "charges/" + charge.path("id").asText() + "/refund", "{\"amount\":50}");
            dashboard(world, "invoices/" + id + "/credit", "{\"amount\":30}");
            world.to("2026-06-02T12:50:00Z");

            assertThat(facts(customer)).isEqualTo(before);
            assertThat(customer.state()).isEqualTo("payg_active");
            assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
            world.to("2026-06-02T13:50:00Z");
            var proved = TaxedWorld.reconcile(world);
            assertThat(proved.out()).as(proved.toString()).endsWith("all agree\n");
            assertThat(world.log().lines()).noneMatch(line -> line.contains("\"alarm\""));

            assertThat(list(world, "/v1/credit_notes?invoice=" + id)
                            .path(0)
                            .path("total")
                            .asLong())
                    .isEqualTo(30);
            assertThat(list(world, "/v1/charges?customer=" + world.stripeId(customer))
                            .path(0)
                            .path("amount_refunded")
                            .asLong())
                    .isEqualTo(50);
            var after = TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage);
            assertThat(after.path("post_payment_credit_notes_amount").asLong()).isEqualTo(30);
            assertThat(after.path("total")).isEqualTo(invoice.path("total"));
        }
    }

    private static String facts(Customer customer) {
        var billing = customer.billing();
        return billing.at("budget") + " " + billing.field("billingState") + " "
                + billing.at("settlement").path("status");
    }

    private static JsonNode list(World world, String path) {
        return world.stripe().get(path).json().path("data");
    }

    private static void dashboard(World world, String deed, String body) throws Exception {
        Client.at(world.local().stripe().baseUri())
                .post("/_sim/dashboard/" + deed, body)
                .is(200);
        world.awaitStripe();
    }
}
