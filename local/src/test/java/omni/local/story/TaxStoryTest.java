package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import omni.local.demo.CheckoutForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A seller in the European Union: what its customers are asked for, what they pay, and that the books agree beside it. */
class TaxStoryTest {

    @TempDir
    private Path folder;

    /** A card for usage, from three places: the month's invoice has the tax of the place, and the ledger none. */
    @ParameterizedTest(name = "{0}, {1}: {2} + {3}")
    @CsvSource({
        "exclusive, DE, 100, 19, 119, standard_rated",
        "inclusive, DE, 100, 16, 100, standard_rated",
        "exclusive, US, 100,  0, 100, not_collecting"
    })
    void usageIsInvoicedWithTheTaxOfThePlace(
            String behavior, String country, long subtotal, long tax, long total, String why) throws Exception {
        try (var world = TaxedWorld.start(folder, behavior)) {
            var customer = world.signUp();
            activate(world, customer, form -> form.with("country", country));
            world.useUpGrant(customer);
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("known");

            TaxedWorld.useForADollar(customer);
            assertThat(customer.billing().at("budget.accruedUsageCents").asLong())
                    .isEqualTo(100);
            TaxedWorld.closeMay(world);

            var invoice = TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage);
            assertThat(invoice.path("status").asText()).as(invoice.toString()).isEqualTo("paid");
            assertThat(invoice.path("subtotal").asLong()).isEqualTo(subtotal);
            assertThat(invoice.path("total").asLong()).isEqualTo(total);
            assertThat(invoice.path("amount_paid").asLong()).isEqualTo(total);
            var totalTax = invoice.path("total_taxes").path(0);
            assertThat(totalTax.path("amount").asLong()).isEqualTo(tax);
            assertThat(totalTax.path("taxability_reason").asText()).isEqualTo(why);
            assertThat(invoice.path("customer_address").path("country").asText())
                    .as("an invoice names whom it is for")
                    .isEqualTo(country);
            agrees(world);
        }
    }

    /** A business in another country owes the tax itself, for plan and usage. */
    @Test
    void aBusinessWithATaxIdIsReverseCharged() throws Exception {
        try (var world = TaxedWorld.start(folder, "exclusive")) {
            var customer = world.signUp();
            var checkout = customer.browser()
                    .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}");
            CheckoutPages.submit(
                            CheckoutPages.page(checkout),
                            form -> form.with("country", "FR")
                                    .with("postal_code", "75001")
                                    .with("name", "Acme SARL")
                                    .with("tax_id", "FRAB123456789"))
                    .is(303);
            world.awaitStripe();
            assertThat(customer.state()).isEqualTo("personal_active");
            world.useUpGrant(customer);
            TaxedWorld.useForADollar(customer);
            TaxedWorld.closeMay(world);

            var plan = TaxedWorld.invoice(world, customer, TaxedWorld::ofPlan);
            assertThat(plan.path("total").asLong()).isEqualTo(5_500);
            assertThat(reason(plan)).isEqualTo("reverse_charge");
            var usage = TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage);
            assertThat(usage.path("total").asLong())
                    .isEqualTo(usage.path("subtotal").asLong());
            assertThat(reason(usage)).isEqualTo("reverse_charge");
            assertThat(usage.path("customer_tax_ids").path(0).path("value").asText())
                    .isEqualTo("FRAB123456789");
            agrees(world);
        }
    }

    @Test
    void aPlanIsPaidWithTax() throws Exception {
        try (var world = TaxedWorld.start(folder, "exclusive")) {
            var customer = world.signUp();
            var checkout =
                    customer.browser().post("/v1/billing/checkout", "{\"planKey\":\"team\",\"interval\":\"month\"}");
            CheckoutPages.pay(world, checkout);

            var plan = TaxedWorld.invoice(world, customer, TaxedWorld::ofPlan);
            assertThat(plan.path("subtotal").asLong()).isEqualTo(23_900);
            assertThat(plan.path("amount_paid").asLong()).isEqualTo(23_900 + 4_541);
            assertThat(customer.state()).isEqualTo("team_active");
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("known");
        }
    }

    /**
     * A card without an address: usage is counted and told, its invoice waits, the customer is told where to enter the address, a
     * person hears of it; with the address the invoice is final, and taxed.
     */
    @Test
    void withoutAnAddressTheInvoiceWaitsAndNothingIsLost() throws Exception {
        try (var world = TaxedWorld.start(folder, "exclusive")) {
            var customer = world.signUp();
            activate(world, customer, UnaryOperator.identity());
            TaxedWorld.losePlace(world, customer);
            var settlement = customer.billing().at("settlement");
            assertThat(settlement.path("taxLocation").asText())
                    .as(settlement.toString())
                    .isEqualTo("missing");
            assertThat(settlement.path("nextSteps").path(0).path("action").asText())
                    .isEqualTo("open_portal");
            world.useUpGrant(customer);
            TaxedWorld.useForADollar(customer);
            TaxedWorld.closeMay(world);

            assertThat(TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage)
                            .path("status")
                            .asText())
                    .isEqualTo("draft");
            assertThat(world.log().lines()).anyMatch(line -> line.contains("\"alarm\":\"tax_location_missing\""));
            assertThat(world.log().lines()).anyMatch(line -> line.contains("\"alarm\":\"invoice_not_final\""));
            assertThat(customer.call(Calls.RESOLVE).status()).as("calls go on").isEqualTo(200);

            PortalPages.address(world, PortalPages.open(customer), "DE");
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("known");
            world.to("2026-06-01T04:50:00Z");
            world.to("2026-06-01T05:50:00Z");

            var invoice = TaxedWorld.invoice(world, customer, TaxedWorld::ofUsage);
            assertThat(invoice.path("status").asText()).as(invoice.toString()).isEqualTo("paid");
            assertThat(invoice.path("total").asLong()).isEqualTo(119);
            agrees(world);
        }
    }

    /** Where Stripe has switched tax off as it made a plan's renewal final, it is on again once the place is known. */
    @Test
    void taxThatStripeSwitchedOffIsOnAgainWithTheAddress() throws Exception {
        try (var world = TaxedWorld.start(folder, "exclusive")) {
            var customer = world.signUp();
            CheckoutPages.pay(
                    world,
                    customer.browser()
                            .post("/v1/billing/checkout", "{\"planKey\":\"personal\",\"interval\":\"month\"}"));
            TaxedWorld.losePlace(world, customer);
            world.to("2026-06-14T09:00:00Z");
            world.to("2026-06-14T10:05:00Z");
            var renewal = TaxedWorld.invoice(world, customer, TaxedWorld::ofPlan);
            assertThat(renewal.path("total").asLong()).as(renewal.toString()).isEqualTo(5_500);
            assertThat(taxed(world, customer)).contains(false);
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("missing");

            world.operator(
                    "/v1/customers/" + world.stripeId(customer), "address[country]=DE&address[postal_code]=10115");

            assertThat(taxed(world, customer)).containsOnly(true);
        }
    }

    @Test
    void withoutTaxNobodyIsAskedForAnything() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock().withoutRateLimits())) {
            var customer = world.signUp();
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("not_needed");
            world.payWithCard(customer);
            assertThat(customer.billing().field("settlement.taxLocation")).isEqualTo("not_needed");
            assertThat(customer.billing().at("settlement.nextSteps")).isEmpty();
            assertThat(taxed(world, customer)).containsOnly(false);
        }
    }

    private static List<Boolean> taxed(World world, Customer customer) {
        var subscriptions = world.stripe()
                .get("/v1/subscriptions?customer=" + world.stripeId(customer))
                .json();
        return StreamSupport.stream(subscriptions.path("data").spliterator(), false)
                .map(subscription ->
                        subscription.path("automatic_tax").path("enabled").asBoolean())
                .toList();
    }

    private static String reason(JsonNode invoice) {
        return invoice.path("total_taxes").path(0).path("taxability_reason").asText();
    }

    private static void activate(World world, Customer customer, UnaryOperator<CheckoutForm> fill) throws Exception {
        var activation = customer.browser().post("/v1/billing/payg/activate", "{}");
        CheckoutPages.submit(CheckoutPages.page(activation), fill).is(303);
        world.awaitStripe();
    }

    private static void agrees(World world) {
        var outcome = TaxedWorld.reconcile(world);
        assertThat(outcome.out()).as(outcome.toString()).endsWith("all agree\n");
        assertThat(outcome.exitCode()).isZero();
    }
}
