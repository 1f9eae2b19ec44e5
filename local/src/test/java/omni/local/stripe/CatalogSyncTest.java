package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Price;
import com.stripe.model.Product;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceUpdateParams;
import com.stripe.param.ProductUpdateParams;
import com.stripe.service.V1Services;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PaymentOutcome.Unavailable;
import omni.billing.RateCard;
import omni.catalog.CatalogLoader;
import omni.fakes.Bundled;
import omni.stripe.CatalogSync;
import omni.stripe.CatalogSync.Step;
import omni.stripe.StripePayments;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stripesimulator.StripeSimulator;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.RequestFault;

/** The catalog on its way to Stripe: by marks, once, and nothing deleted. */
class CatalogSyncTest {

    private static final RateCard CARD = Bundled.CATALOG.rateCard();

    @AutoClose
    private final SimulatedProvider provider = new SimulatedProvider();

    private final StripeSimulator simulator = provider.simulator;
    private final V1Services stripe = provider.operator.v1();

    private CatalogSync sync(RateCard card) {
        return new CatalogSync(SimulatedProvider.API_KEY, Optional.of(simulator.baseUri()), card);
    }

    private static List<String> words(PaymentOutcome<List<Step>> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<List<Step>>) outcome).value().stream().map(Step::words).toList();
    }

    private Price price(String lookupKey) throws Exception {
        var params = PriceListParams.builder().addLookupKey(lookupKey).build();
        return stripe.prices().list(params).getData().getFirst();
    }

    private Product product(String lookupKey) throws Exception {
        return stripe.products().retrieve(price(lookupKey).getProduct());
    }

    @Test
    void aPlanTellsAllAndChangesNothing() {
        assertThat(words(sync(CARD).plan()))
                .containsExactly(
                        "create product Personal",
                        "create price omni_personal_month, 55.00 USD a month",
                        "create price omni_personal_year, 588.00 USD a year",
                        "create product Team",
                        "create price omni_team_month, 239.00 USD a month",
                        "create price omni_team_year, 2388.00 USD a year",
                        "create meter omni_usage, aggregation last",
                        "create product API usage",
                        "create price omni_usage, 0.0001 cents a metered unit",
                        "create portal configuration");
        assertThat(simulator.events()).isEmpty();
    }

    @Test
    void whatIsPlannedIsDoneAndASecondRunChangesNothing() throws Exception {
        var planned = words(sync(CARD).plan());
        assertThat(words(sync(CARD).apply())).containsExactlyElementsOf(planned);
        int events = simulator.events().size();

        assertThat(words(sync(CARD).plan())).isEmpty();
        assertThat(words(sync(CARD).apply())).isEmpty();
        assertThat(simulator.events()).hasSize(events);
        assertThat(product("omni_team_year").getMetadata()).containsEntry("omniPlanKey", "team");
        assertThat(product("omni_usage").getMetadata()).doesNotContainKey("omniPlanKey");
        assertThat(price("omni_team_year"))
                .returns(238_800L, Price::getUnitAmount)
                .returns("usd", Price::getCurrency)
                .extracting(price -> price.getRecurring().getInterval())
                .isEqualTo("year");
        assertThat(price("omni_usage").getUnitAmountDecimal()).isEqualByComparingTo("0.0001");
        assertThat(price("omni_usage").getRecurring().getUsageType()).isEqualTo("metered");
    }

    @Test
    void usageIsPricedByTheLastTotalThatItsMeterWasTold() throws Exception {
        sync(CARD).apply();

        var meters = stripe.billing().meters().list().getData();
        assertThat(meters).singleElement().satisfies(meter -> {
            assertThat(meter.getEventName()).isEqualTo("omni_usage");
            assertThat(meter.getStatus()).isEqualTo("active");
            assertThat(meter.getDefaultAggregation().getFormula()).isEqualTo("last");
            assertThat(meter.getCustomerMapping().getType()).isEqualTo("by_id");
            assertThat(meter.getCustomerMapping().getEventPayloadKey()).isEqualTo("stripe_customer_id");
            assertThat(meter.getValueSettings().getEventPayloadKey()).isEqualTo("value");
        });
        var price = price("omni_usage");
        assertThat(price.getRecurring())
                .returns(meters.getFirst().getId(), Price.Recurring::getMeter)
                .returns("month", Price.Recurring::getInterval)
                .returns(1L, Price.Recurring::getIntervalCount);
        assertThat(product("omni_usage").getMetadata()).containsEntry("omniMeter", "omni_usage");
    }

    @Test
    void anotherAmountIsAnotherPriceAndTheOldOneIsArchived() throws Exception {
        sync(CARD).apply();
        var before = price("omni_team_month");
        var dearer = CatalogLoader.load(
                        "test",
                        Bundled.text()
                                .replace("\"monthlyPriceUsd\": 239", "\"monthlyPriceUsd\": 249")
                                .getBytes(StandardCharsets.UTF_8))
                .rateCard();

        assertThat(words(sync(dearer).apply()))
                .containsExactly(
                        "create price omni_team_month, 249.00 USD a month",
                        "archive earlier price of omni_team_month (" + before.getId() + ")",
                        "update portal configuration ("
                                + stripe.billingPortal()
                                        .configurations()
                                        .list()
                                        .getData()
                                        .getFirst()
                                        .getId()
                                + ")");

        assertThat(price("omni_team_month").getUnitAmount()).isEqualTo(24_900L);
        var inactive = PriceListParams.builder().setActive(false).build();
        var archived = stripe.prices().list(inactive).getData().getFirst();
        assertThat(archived.getId()).isEqualTo(before.getId());
        assertThat(archived.getProduct()).isEqualTo(price("omni_team_month").getProduct());
        assertThat(words(sync(dearer).apply())).isEmpty();
        assertThat(words(sync(CARD).apply())).as("and back").hasSize(3);
        assertThat(words(sync(CARD).apply())).isEmpty();
    }

    @Test
    void whatWasChangedByHandIsPutRight() throws Exception {
        sync(CARD).apply();
        var product = product("omni_team_year");
        var price = price("omni_team_year");
        stripe.products()
                .update(
                        product.getId(),
                        ProductUpdateParams.builder().setName("Teem").build());
        stripe.prices()
                .update(
                        price.getId(),
                        PriceUpdateParams.builder().setActive(false).build());

        assertThat(words(sync(CARD).apply()))
                .containsExactly(
                        "update product Team (" + product.getId() + ")",
                        "switch on price omni_team_year, 2388.00 USD a year (" + price.getId() + ")");
        assertThat(product("omni_team_year").getName()).isEqualTo("Team");
    }

    private static RateCard taxed(String behavior) {
        var tax = "{\"tax\": {\"mode\": \"stripe\", \"behavior\": \"" + behavior
                + "\", \"productTaxCode\": \"txcd_10103001\"},";
        return CatalogLoader.load(
                        "test", Bundled.text().replaceFirst("\\{", tax).getBytes(StandardCharsets.UTF_8))
                .rateCard();
    }

    @Test
    void aCatalogThatIsTaxedSaysSoOfProductsAndPrices() throws Exception {
        sync(taxed("exclusive")).apply();

        for (var key : List.of("omni_personal_month", "omni_team_year", "omni_usage")) {
            assertThat(price(key).getTaxBehavior()).isEqualTo("exclusive");
            assertThat(product(key).getTaxCode()).isEqualTo("txcd_10103001");
        }
        assertThat(words(sync(taxed("exclusive")).plan())).isEmpty();
    }

    /** A price that has not said whether tax is in it can still say so, and stays: so does who has it. */
    @Test
    void pricesThatSaidNothingAreToldAndThoseThatDidAreMadeAnew() throws Exception {
        sync(CARD).apply();
        var untaxed = price("omni_usage");

        assertThat(words(sync(taxed("exclusive")).plan()))
                .hasSize(3 + 5)
                .contains("tell price omni_usage, 0.0001 cents a metered unit (" + untaxed.getId()
                        + ") that tax is exclusive");
        sync(taxed("exclusive")).apply();
        assertThat(price("omni_usage").getId()).isEqualTo(untaxed.getId());
        assertThat(price("omni_usage").getTaxBehavior()).isEqualTo("exclusive");

        assertThat(words(sync(taxed("inclusive")).plan()))
                .contains(
                        "create price omni_usage, 0.0001 cents a metered unit, as tax is inclusive",
                        "archive earlier price of omni_usage (" + untaxed.getId() + ")");
        sync(taxed("inclusive")).apply();
        assertThat(price("omni_usage").getTaxBehavior()).isEqualTo("inclusive");
        var archived = PriceListParams.builder().setActive(false).build();
        assertThat(stripe.prices().list(archived).getData())
                .extracting(Price::getId)
                .contains(untaxed.getId());
        assertThat(words(sync(taxed("inclusive")).apply())).isEmpty();
        assertThat(words(sync(CARD).apply())).as("without tax nobody asks").isEmpty();
    }

    private static final StripePayments.Limits ONCE = SimulatedProvider.QUICK;

    private CatalogSync quick() {
        return new CatalogSync(SimulatedProvider.API_KEY, Optional.of(simulator.baseUri()), CARD, ONCE);
    }

    private static FaultPlan plan(RequestFault fault) {
        return new FaultPlan(1, List.of(), List.of(fault));
    }

    /** Stripe keeps a server error under its idempotency key for a day. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/products",
                "/v1/prices",
                "/v1/billing/meters",
                "/v1/billing_portal/configurations",
            })
    void aServerErrorThatStripeKeepsIsOverWithTheNextRun(String path) {
        simulator.faults(
                plan(RequestFault.next(1, RequestFault.Effect.SERVER_ERROR_KEPT).on("POST", path)));
        assertThat(quick().apply()).isInstanceOf(Unavailable.class);

        assertThat(quick().apply()).isInstanceOf(Done.class);
        assertThat(words(quick().plan())).isEmpty();
    }

    @Test
    void whereverARunDiesTheNextOneEndsWhereItWouldHave() throws Exception {
        int crashes = 0;
        for (boolean done : List.of(false, true)) {
            for (int write = 1; ; write++) {
                try (var fresh = new SimulatedProvider()) {
                    var line = new CrashingLine(fresh.simulator);
                    var sync = new CatalogSync(
                            SimulatedProvider.API_KEY, Optional.of(fresh.simulator.baseUri()), CARD, ONCE);
                    line.dieAt(write, done);
                    if (sync.apply() instanceof Done && line.isAlive()) {
                        break;
                    }
                    crashes++;
                    line.recover();
                    assertThat(sync.apply()).isInstanceOf(Done.class);
                    assertThat(words(sync.plan())).isEmpty();
                    var there = fresh.operator.v1();
                    assertThat(there.products().list().getData()).hasSize(3);
                    assertThat(there.prices().list().getData()).hasSize(5);
                    assertThat(there.billing().meters().list().getData()).hasSize(1);
                    assertThat(there.billingPortal().configurations().list().getData())
                            .hasSize(1);
                }
            }
        }
        assertThat(crashes).isEqualTo(20);
    }

    @Test
    void whatTheKeyMayNotDoIsSaidByItsPermission() {
        simulator.faults(
                plan(RequestFault.next(1, RequestFault.Effect.FORBIDDEN).on("POST", "/v1/prices")));

        assertThat(quick().apply())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.detail())
                                .contains("the API key needs the permission \"Prices: write\" (docs/stripe.md)"));
    }
}
