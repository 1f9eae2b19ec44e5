package omni.stripe;

import com.stripe.StripeClient;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import omni.billing.BillingInterval;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;
import omni.billing.Plan;
import omni.billing.PlanKey;
import omni.billing.RateCard;
import omni.billing.TaxTerms;
import org.jspecify.annotations.Nullable;

/**
 * Brings the catalog to Stripe: products and prices of the plans that are subscribed to, the usage meter with its one
 * price, and the portal's configuration. What is right is left alone, so a second run changes nothing; nothing is ever
 * deleted. An amount that changed gets a new price, which takes the lookup key over, and the old one is archived: those
 * who have it keep it. Where the catalog is taxed, products bear its tax code and prices say whether tax is in them.
 */
public final class CatalogSync {

    static final StripePayments.Limits PATIENT =
            new StripePayments.Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 2, Duration.ofMillis(500));
    private static final BigDecimal CENTS_OF_A_MICRO_DOLLAR = new BigDecimal("0.0001");
    private static final int CENTS_PLACES = 2;

    private final StripeClient stripe;
    private final List<Plan> plans;
    private final TaxTerms tax;

    /** The account of a key, and the plans and prices of a catalog. */
    public CatalogSync(String apiKey, Optional<URI> apiBase, RateCard card) {
        this(apiKey, apiBase, card, PATIENT);
    }

    /** The same, with other limits than those of a patient operator. */
    public CatalogSync(String apiKey, Optional<URI> apiBase, RateCard card, StripePayments.Limits limits) {
        this.stripe = StripeClients.of(apiKey, apiBase, limits);
        this.tax = card.tax();
        this.plans = Arrays.stream(PlanKey.values())
                .map(card::plan)
                .filter(plan -> plan.checkoutMode().equals("subscription"))
                .toList();
    }

    /** One thing that has to be done, or was: in words for the operator. */
    public record Step(String words) {}

    /** What a run would do; changes nothing. */
    public PaymentOutcome<List<Step>> plan() {
        return run(false);
    }

    /** Does what has to be done; answers what that was. A run that failed half-way is finished by the next one. */
    public PaymentOutcome<List<Step>> apply() {
        return run(true);
    }

    private PaymentOutcome<List<Step>> run(boolean apply) {
        var pen = Pen.of(apply);
        return StripeAnswers.of(() -> {
            var products = new ProductSync(stripe, pen, tax);
            var prices = new PriceSync(stripe, pen, tax);
            var offers = new LinkedHashMap<String, List<String>>();
            for (var plan : plans) {
                var product = products.ofPlan(plan);
                var sold = new ArrayList<String>();
                for (var interval : BillingInterval.values()) {
                    var cents = cents(plan, interval);
                    if (cents != null) {
                        var lookupKey = CatalogMarks.lookupKey(plan.key(), interval);
                        sold.add(
                                prices.syncLicensed(new PriceSync.Licensed(lookupKey, product, plan, interval, cents)));
                    }
                }
                offers.put(product, sold);
            }
            var meter = new MeterSync(stripe, pen).usage();
            prices.syncMetered(products.usage(), meter, CENTS_OF_A_MICRO_DOLLAR);
            new PortalSync(stripe, pen).offering(offers);
            return new Done<>(List.copyOf(pen.steps()));
        });
    }

    private static @Nullable Long cents(Plan plan, BillingInterval interval) {
        var dollars = switch (interval) {
            case MONTH -> plan.monthlyPriceUsd();
            case YEAR -> plan.annualPriceUsd();
        };
        return dollars == null ? null : dollars.movePointRight(CENTS_PLACES).longValueExact();
    }
}
