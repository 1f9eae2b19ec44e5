package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.param.CustomerRetrieveParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tax by the customer's place: of usage, of plans, at the hosted page, and where the place is not known. */
class TaxTest {

    private static final String BERLIN = "address[country]=DE&address[postal_code]=10115";
    private static final String MAY = "2026-06-01T00:00:00Z";

    @AutoClose
    private final MeteredAccount account = new MeteredAccount();

    /** From a place, maybe with a tax id, by exclusive or inclusive prices: the tax of 10.00. */
    @ParameterizedTest(name = "{0} {1}, {2}: {3} of tax, {4} to pay, {5}")
    @CsvSource({
        "DE,               ,         exclusive, 190, 1190, standard_rated",
        "DE,               ,         inclusive, 160, 1000, standard_rated",
        "FR,   FRAB123456789, exclusive,   0, 1000, reverse_charge",
        "FR,   FRAB123456789, inclusive,   0, 1000, reverse_charge",
        "DE,   DE123456789,   exclusive, 190, 1190, standard_rated",
        "FI,               ,         exclusive, 255, 1255, standard_rated",
        "CH,               ,         exclusive,   0, 1000, not_collecting"
    })
    void usageIsTaxedByPlace(String country, @Nullable String taxId, String behavior, long tax, long total, String why)
            throws Exception {
        livesAt("address[country]=" + country);
        if (taxId != null) {
            account.create("/v1/customers/" + account.customer + "/tax_ids", "type=eu_vat&value=" + taxId);
        }
        priced(Catalog.USAGE, behavior);
        account.payWith(Sandbox.GOOD_CARD);
        subscribeTaxed();
        account.use("2026-05-01T12:01:00Z", 10_000_000);
        account.moveTo(MAY);
        account.moveTo("2026-06-01T01:00:00Z");

        var invoice = account.newest();
        assertThat(invoice)
                .returns("paid", Invoice::getStatus)
                .returns(1_000L, Invoice::getSubtotal)
                .returns(total, Invoice::getTotal)
                .returns(total, Invoice::getAmountPaid)
                .returns(total - tax, Invoice::getTotalExcludingTax);
        assertThat(invoice.getAutomaticTax().getStatus()).isEqualTo("complete");
        var totalTax = invoice.getTotalTaxes().getFirst();
        assertThat(totalTax.getAmount()).isEqualTo(tax);
        assertThat(totalTax.getTaxBehavior()).isEqualTo(behavior);
        assertThat(totalTax.getTaxabilityReason()).isEqualTo(why);
        var line = invoice.getLines().getData().getFirst();
        assertThat(line.getAmount()).isEqualTo(1_000);
        assertThat(line.getTaxes().getFirst().getAmount()).isEqualTo(tax);
        assertThat(invoice.getCustomerAddress().getCountry()).isEqualTo(country);
        assertThat(invoice.getCustomerTaxIds()).hasSize(taxId == null ? 0 : 1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "address[country]=DE, supported",
        "address[country]=US&address[postal_code]=94103, not_collecting",
        "address[country]=US, unrecognized_location",
        "name=Ada, unrecognized_location"
    })
    void aCustomerSaysWhetherItsPlaceIsKnown(String form, String standing) throws Exception {
        livesAt(form);

        assertThat(customer().getTax().getAutomaticTax()).isEqualTo(standing);
        assertThat(account.stripe.customers().retrieve(account.customer).getTax())
                .as("unless it is asked for")
                .isNull();
    }

    @Test
    void theCardsAddressIsThePlaceOfWhoHasNone() throws Exception {
        priced(Catalog.USAGE, "exclusive");
        var session = account.create(
                "/v1/checkout/sessions",
                "mode=setup&customer=" + account.customer + "&payment_method_types[0]=card"
                        + "&billing_address_collection=required&success_url=https://acme.test/ok");
        assertThat(account.post(
                                "/pay/" + session,
                                "number",
                                Sandbox.GOOD_CARD,
                                "expiry",
                                "12/34",
                                "cvc",
                                "123",
                                "country",
                                "FR",
                                "line1",
                                "1 rue",
                                "city",
                                "Paris",
                                "postal_code",
                                "75001")
                        .statusCode())
                .isEqualTo(303);
        var method = account.stripe
                .customers()
                .paymentMethods()
                .list(account.customer)
                .getData()
                .getFirst();
        assertThat(method.getBillingDetails().getAddress().getCountry()).isEqualTo("FR");
        assertThat(customer().getTax().getAutomaticTax()).isEqualTo("unrecognized_location");

        account.create(
                "/v1/customers/" + account.customer, "invoice_settings[default_payment_method]=" + method.getId());

        assertThat(customer().getTax().getAutomaticTax()).isEqualTo("supported");
        assertThat(customer().getTax().getLocation().getSource()).isEqualTo("payment_method");
        assertThat(customer().getAddress()).isNull();
    }

    @Test
    void withoutAPlaceNoSubscriptionIsTaxed() throws Exception {
        priced(Catalog.USAGE, "exclusive");

        assertThatThrownBy(this::subscribeTaxed)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo("customer_tax_location_invalid"));
    }

    @Test
    void whoLosesItsPlaceGetsADraftThatCannotBeFinal() throws Exception {
        taxedUsage();
        livesAt("address=");
        account.moveTo(MAY);
        var draft = account.newest();
        assertThat(draft.getAutomaticTax().getStatus()).isEqualTo("requires_location_inputs");

        assertThatThrownBy(() -> account.stripe.invoices().finalizeInvoice(draft.getId()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo("customer_tax_location_invalid"));

        assertThat(account.newest().getStatus()).isEqualTo("draft");
        assertThat(account.newest().getLastFinalizationError().getCode()).isEqualTo("customer_tax_location_invalid");
        assertThat(account.types()).contains("invoice.finalization_failed");

        livesAt(BERLIN);
        account.stripe.invoices().finalizeInvoice(draft.getId());
        assertThat(account.newest())
                .returns(1_190L, Invoice::getTotal)
                .returns(null, Invoice::getLastFinalizationError);
    }

    @Test
    void byItselfItBecomesFinalWithoutTaxWhichIsOffFromThenOn() throws Exception {
        taxedUsage();
        livesAt("address=");
        account.moveTo(MAY);
        account.moveTo("2026-06-01T01:00:00Z");

        var invoice = account.newest();
        assertThat(invoice).returns(1_000L, Invoice::getTotal).returns(List.of(), Invoice::getTotalTaxes);
        assertThat(invoice.getAutomaticTax().getEnabled()).isFalse();
        assertThat(invoice.getAutomaticTax().getDisabledReason()).isEqualTo("finalization_requires_location_inputs");
        var subscription = account.stripe.subscriptions().list().getData().getFirst();
        assertThat(subscription.getAutomaticTax().getEnabled()).isFalse();
        assertThat(subscription.getAutomaticTax().getDisabledReason()).isEqualTo("requires_location_inputs");

        livesAt(BERLIN);
        var on = SubscriptionUpdateParams.AutomaticTax.builder().setEnabled(true);
        account.stripe
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setAutomaticTax(on.build())
                                .build());
        assertThat(account.stripe
                        .subscriptions()
                        .list()
                        .getData()
                        .getFirst()
                        .getAutomaticTax()
                        .getDisabledReason())
                .isNull();
    }

    /** A plan bought on the hosted page, which asks for address and tax id. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({"DE, '', 6545", "FR, FRAB123456789, 5500", "US, '', 5500"})
    void aPlanIsTaxedOnTheHostedPage(String country, String taxId, long total) throws Exception {
        priced("acme_personal_month", "exclusive");
        var session = account.create("/v1/checkout/sessions", taxedPlan());
        assertThat(account.get("/pay/" + session).body()).contains("name=\"country\"", "name=\"tax_id\"");

        account.post(
                "/pay/" + session,
                "number",
                Sandbox.GOOD_CARD,
                "expiry",
                "12/34",
                "cvc",
                "123",
                "country",
                country,
                "postal_code",
                "10115",
                "city",
                "Town",
                "line1",
                "1 Street",
                "tax_id",
                taxId,
                "name",
                "Ada SARL");

        var invoice = account.newest();
        assertThat(invoice).returns(5_500L, Invoice::getSubtotal).returns(total, Invoice::getAmountPaid);
        assertThat(customer().getAddress().getCountry()).isEqualTo(country);
        assertThat(customer().getTaxIds().getData()).hasSize(taxId.isEmpty() ? 0 : 1);
        var done = json(account.get("/v1/checkout/sessions/" + session).body());
        assertThat(done.path("amount_subtotal").asLong()).isEqualTo(5_500);
        assertThat(done.path("amount_total").asLong()).isEqualTo(total);
        assertThat(done.path("total_details").path("amount_tax").asLong()).isEqualTo(total - 5_500);
        assertThat(done.path("automatic_tax").path("status").asText()).isEqualTo("complete");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        mode=setup&automatic_tax[enabled]=true&payment_method_types[0]=card | setup
        mode=setup&tax_id_collection[enabled]=true&payment_method_types[0]=card | setup
        mode=subscription&automatic_tax[enabled]=true | customer_update[address]
        mode=subscription&tax_id_collection[enabled]=true&customer_update[address]=auto | customer_update[name]
        """)
    void whatStripeTakesNoSessionFor(String form, String why) throws Exception {
        priced("acme_personal_month", "exclusive");
        var items = form.contains("setup")
                ? ""
                : "&line_items[0][quantity]=1&line_items[0][price]=" + account.price("acme_personal_month");

        var refused = account.postForm(
                "/v1/checkout/sessions",
                form + items + "&customer=" + account.customer + "&success_url=https://acme.test/ok",
                List.of());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains(why);
    }

    @Test
    void aPriceIsInclusiveOrExclusiveForGood() throws Exception {
        priced(Catalog.USAGE, "exclusive");

        var refused = account.postForm("/v1/prices/" + account.price(), "tax_behavior=inclusive", List.of());

        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void thePortalTakesAnAddressWhereItsConfigurationAllows() throws Exception {
        var configuration = json(account.get("/v1/billing_portal/configurations")
                        .body())
                .at("/data/0/id")
                .asText();
        account.create(
                "/v1/billing_portal/configurations/" + configuration,
                "features[customer_update][enabled]=true&features[customer_update][allowed_updates][0]=address"
                        + "&features[customer_update][allowed_updates][1]=tax_id");
        var session = account.create(
                "/v1/billing_portal/sessions",
                "customer=" + account.customer + "&configuration=" + configuration + "&return_url=https://acme.test/");

        account.post(
                "/portal/" + session,
                "action",
                "address",
                "country",
                "FR",
                "postal_code",
                "75001",
                "city",
                "Paris",
                "line1",
                "1 rue",
                "tax_id",
                "FRAB123456789");

        assertThat(customer().getAddress().getCountry()).isEqualTo("FR");
        assertThat(customer().getTaxIds().getData().getFirst().getValue()).isEqualTo("FRAB123456789");
        assertThat(account.types()).contains("customer.updated", "customer.tax_id.created");
    }

    private String taxedPlan() {
        return "mode=subscription&customer=" + account.customer + "&line_items[0][quantity]=1&line_items[0][price]="
                + account.price("acme_personal_month")
                + "&automatic_tax[enabled]=true&billing_address_collection=required&tax_id_collection[enabled]=true"
                + "&customer_update[address]=auto&customer_update[name]=auto&success_url=https://acme.test/ok";
    }

    private void taxedUsage() throws Exception {
        livesAt(BERLIN);
        priced(Catalog.USAGE, "exclusive");
        account.payWith(Sandbox.GOOD_CARD);
        subscribeTaxed();
        account.use("2026-05-01T12:01:00Z", 10_000_000);
    }

    private void subscribeTaxed() throws Exception {
        var tax = SubscriptionCreateParams.AutomaticTax.builder().setEnabled(true);
        account.stripe
                .subscriptions()
                .create(account.order()
                        .setBillingCycleAnchor(Instant.parse(MAY).getEpochSecond())
                        .setProrationBehavior(SubscriptionCreateParams.ProrationBehavior.CREATE_PRORATIONS)
                        .setAutomaticTax(tax.build())
                        .build());
    }

    private void livesAt(String form) {
        account.create("/v1/customers/" + account.customer, form);
    }

    private void priced(String lookupKey, String behavior) {
        account.create("/v1/prices/" + account.price(lookupKey), "tax_behavior=" + behavior);
    }

    private Customer customer() throws Exception {
        var params = CustomerRetrieveParams.builder().addExpand("tax").addExpand("tax_ids");
        return account.stripe.customers().retrieve(account.customer, params.build());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
