package omni.stripe;

import static omni.stripe.StripeStub.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.billing.CustomerReading;
import omni.billing.CustomerReading.Present;
import omni.billing.HeldSubscription;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a fact of a customer, and what does not (contract 5.1). */
class CustomerFactsTest {

    private static final Instant NOW = Instant.parse("2026-06-10T00:00:00Z");

    @AutoClose
    private final StripeStub stripe = new StripeStub();

    CustomerFactsTest() throws IOException {}

    @BeforeEach
    void aCustomerWithoutAnything() {
        stripe.says("/v1/customers/cus_1", customer(null));
        stripe.says("/v1/products/prod_team", product("omniPlanKey", "team"));
        stripe.says("/v1/products/prod_personal", product("omniPlanKey", "personal"));
        stripe.says("/v1/products/prod_other", product("color", "red"));
        for (var path : List.of(
                "customers/cus_1/payment_methods", "subscriptions", "invoices", "charges", "invoice_payments")) {
            stripe.says("/v1/" + path, list());
        }
    }

    private static String customer(@Nullable String method) {
        return """
            {"id":"cus_1","object":"customer","created":1767225600,"livemode":false,
             "invoice_settings":{"default_payment_method":%s}}""".formatted(method == null ? "null" : "\"" + method + "\"");
    }

    private static String product(String mark, String value) {
        return "{\"object\":\"product\",\"metadata\":{\"%s\":\"%s\"}}".formatted(mark, value);
    }

    private static String method(String id, String type, long created) {
        return "{\"id\":\"%s\",\"object\":\"payment_method\",\"type\":\"%s\",\"created\":%d}"
                .formatted(id, type, created);
    }

    private static String subscription(String id, String status, String... items) {
        return "{\"id\":\"%s\",\"object\":\"subscription\",\"status\":\"%s\",\"created\":1767225600,\"items\":%s}"
                .formatted(id, status, list(items));
    }

    private static String item(String id, String product, long end) {
        return """
            {"id":"%s","object":"subscription_item","current_period_start":1767225600,"current_period_end":%d,
             "price":{"id":"price_of_%s","object":"price","product":"%s"}}""".formatted(id, end, id, product);
    }

    private static String invoice(String id, @Nullable String subscription, @Nullable String reason) {
        return """
            {"id":"%s","object":"invoice","attempted":true,"created":1767225600,"due_date":null,"billing_reason":%s,
             "parent":%s,"status_transitions":{"finalized_at":1767225700}}""".formatted(
                        id,
                        reason == null ? "null" : "\"" + reason + "\"",
                        subscription == null
                                ? "null"
                                : "{\"subscription_details\":{\"subscription\":\"%s\"}}".formatted(subscription));
    }

    private Present read() {
        return switch (stripe.payments().readCustomer("cus_1")) {
            case Done<CustomerReading>(Present present) -> present;
            case PaymentOutcome<CustomerReading> other -> throw new AssertionError(other.toString());
        };
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"card, true", "link, true", "us_bank_account, false", "sepa_debit, false", "a_type_to_come, false"})
    void cardsAndLinkCanBeChargedAndBankDebitsAreNoneOfOurs(String type, boolean chargeable) {
        stripe.says("/v1/customers/cus_1/payment_methods", list(method("pm_1", type, 1767225600)));

        var reading = read();

        assertThat(reading.cardOnFile()).isEqualTo(chargeable);
        assertThat(reading.unusedCard()).isEqualTo(chargeable ? Optional.of("pm_1") : Optional.empty());
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"card, true", "link, true", "us_bank_account, false"})
    void aDefaultThatIsNotListedCountsByItsType(String type, boolean chargeable) {
        stripe.says("/v1/customers/cus_1", customer("pm_9"));
        stripe.says("/v1/payment_methods/pm_9", method("pm_9", type, 1767225600));

        assertThat(read().cardOnFile()).isEqualTo(chargeable);
        assertThat(read().unusedCard()).isEmpty();
    }

    @Test
    void aDefaultThatIsGoneIsNone() {
        stripe.says("/v1/customers/cus_1", customer("pm_9"));

        assertThat(read().cardOnFile()).isFalse();
    }

    @Test
    void theNewestMethodIsTheOneToCharge() {
        stripe.says(
                "/v1/customers/cus_1/payment_methods",
                list(
                        method("pm_old", "card", 1767225600),
                        method("pm_new", "link", 1767225999),
                        method("pm_bank", "us_bank_account", 1767226999)));

        assertThat(read().unusedCard()).contains("pm_new");
    }

    @ParameterizedTest(name = "{0}, {1} → owed: {2}")
    @CsvSource(nullValues = "-", textBlock = """
        incomplete,         subscription_create, false
        incomplete,         -,                   false
        incomplete_expired, subscription_create, false
        incomplete,         manual,              true
        active,             subscription_create, true
        past_due,           subscription_cycle,  true
        """)
    void theFirstInvoiceOfASubscriptionThatNeverBeganIsNoDebt(String status, @Nullable String reason, boolean owed) {
        stripe.says("/v1/subscriptions", list(subscription("sub_1", status, item("si_1", "prod_team", 1769904000))));
        stripe.says("/v1/invoices?status=open", list(invoice("in_1", "sub_1", reason)));

        assertThat(read().delinquentSince(NOW).isPresent()).isEqualTo(owed);
    }

    @ParameterizedTest(name = "{0} → owed: {1}")
    @CsvSource({
        "processing, false",
        "requires_payment_method, true",
        "requires_action, true",
        "canceled, true",
        "a_word_to_come, true"
    })
    void anOpenInvoiceWhosePaymentIsProcessingIsNoDebt(String status, boolean owed) {
        stripe.says("/v1/invoices?status=open", list(invoice("in_1", null, "manual")));
        stripe.says("/v1/invoice_payments?invoice=in_1", list("""
            {"id":"inpay_1","object":"invoice_payment","invoice":"in_1","status":"open",
             "payment":{"type":"payment_intent","payment_intent":"pi_1"}}"""));
        stripe.says("/v1/payment_intents/pi_1", "{\"object\":\"payment_intent\",\"status\":\"%s\"}".formatted(status));

        assertThat(read().delinquentSince(NOW).isPresent()).isEqualTo(owed);
    }

    @Test
    void whatIsUncollectibleIsADebtWhateverItsPayment() {
        stripe.says("/v1/invoices?status=uncollectible", list(invoice("in_1", null, "manual")));

        assertThat(read().delinquentSince(NOW)).isPresent();
        assertThat(stripe.asked()).doesNotContain("GET /v1/invoice_payments");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theItemOfThePlanIsFoundByItsProduct(boolean reversed) {
        var other = item("si_other", "prod_other", 1999999999);
        var team = item("si_team", "prod_team", 1769904000);
        var personal = item("si_personal", "prod_personal", 1888888888);
        stripe.says(
                "/v1/subscriptions",
                list(
                        reversed
                                ? subscription("sub_1", "active", team, personal, other)
                                : subscription("sub_1", "active", other, personal, team)));

        assertThat(read().subscriptions())
                .singleElement()
                .returns(PlanKey.TEAM, HeldSubscription::plan)
                .returns("price_of_si_team", HeldSubscription::priceId)
                .returns(Instant.ofEpochSecond(1769904000), HeldSubscription::periodEnd);
    }

    /** Else all facts of a customer would go with one product of somebody's. */
    @Test
    void aProductThatIsGoneMakesAStrangerAndNoDeletedCustomer() {
        stripe.says("/v1/subscriptions", list(subscription("sub_1", "active", item("si_1", "prod_gone", 1769904000))));

        assertThat(read().strangers()).containsExactly("sub_1");
    }

    @Test
    void whatIsMissingBesideTheCustomerIsARefusalAndNoDeletion() {
        stripe.says("/v1/charges", list("{\"id\":\"ch_1\",\"object\":\"charge\",\"disputed\":true}"));

        assertThat(stripe.payments().readCustomer("cus_1")).isInstanceOf(PaymentOutcome.Refused.class);
    }
}
