package omni.stripe;

import static omni.stripe.StripeAnswers.required;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceUpdateParams;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;
import omni.billing.BillingInterval;
import omni.billing.Plan;
import omni.billing.TaxTerms;

/**
 * The prices, each found by its lookup key. An amount never changes: another one is another price. So is tax that comes on top
 * where it was in the price before; one that said nothing of tax is told.
 */
final class PriceSync {

    private static final String CURRENCY = "usd";
    private static final String PER_UNIT = "per_unit";
    private static final String UNSPECIFIED = "unspecified";
    /** Metadata that stays when the lookup key itself has moved on. */
    private static final String LOOKUP_KEY = "omniLookupKey";

    private final StripeClient stripe;
    private final Pen pen;
    private final Optional<String> taxBehavior;

    PriceSync(StripeClient stripe, Pen pen, TaxTerms tax) {
        this.stripe = stripe;
        this.pen = pen;
        this.taxBehavior = tax.ofPrices().map(TaxTerms.Behavior::wire);
    }

    /** The price of a plan for an interval. */
    record Licensed(String lookupKey, String product, Plan plan, BillingInterval interval, long cents) {

        boolean isRight(Price price) {
            return costs(price, BigDecimal.valueOf(cents))
                    && price.getRecurring() != null
                    && interval.wire().equals(price.getRecurring().getInterval());
        }
    }

    String syncLicensed(Licensed wanted) throws StripeException {
        var words = "price %s, %d.%02d USD a %s"
                .formatted(
                        wanted.lookupKey(),
                        wanted.cents() / 100,
                        wanted.cents() % 100,
                        wanted.interval().wire());
        var recurring = PriceCreateParams.Recurring.builder()
                .setInterval(
                        wanted.interval() == BillingInterval.MONTH
                                ? PriceCreateParams.Recurring.Interval.MONTH
                                : PriceCreateParams.Recurring.Interval.YEAR);
        var params = start(wanted.lookupKey(), wanted.product())
                .setNickname(wanted.plan().displayName() + ", by the "
                        + wanted.interval().wire())
                .setUnitAmount(wanted.cents())
                .setRecurring(recurring.build());
        return ensure(words, new PriceWanted(wanted.lookupKey(), wanted.product(), wanted::isRight, params));
    }

    /** The price of a metered micro-dollar. */
    void syncMetered(String product, String meter, BigDecimal cents) throws StripeException {
        var recurring = PriceCreateParams.Recurring.builder()
                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
                .setMeter(meter);
        var params = start(CatalogMarks.USAGE, product)
                .setNickname("Usage, a micro-dollar each")
                .setUnitAmountDecimal(cents)
                .setRecurring(recurring.build());
        Predicate<Price> right = price -> costs(price, cents)
                && price.getRecurring() != null
                && meter.equals(price.getRecurring().getMeter());
        ensure(
                "price " + CatalogMarks.USAGE + ", " + cents.toPlainString() + " cents a metered unit",
                new PriceWanted(CatalogMarks.USAGE, product, right, params));
    }

    /** One whose amount can't be read must not be taken for a wrong one: it would be archived. */
    private static boolean costs(Price price, BigDecimal cents) {
        if (!PER_UNIT.equals(required(price.getBillingScheme(), "billing_scheme of the price"))) {
            return false;
        }
        var whole = price.getUnitAmount();
        var amount = price.getUnitAmountDecimal() == null && whole != null
                ? BigDecimal.valueOf(whole)
                : required(price.getUnitAmountDecimal(), "unit_amount_decimal of the price");
        return amount.compareTo(cents) == 0;
    }

    private record PriceWanted(
            String lookupKey, String product, Predicate<Price> isRight, PriceCreateParams.Builder params) {}

    private PriceCreateParams.Builder start(String lookupKey, String product) {
        var params = PriceCreateParams.builder();
        taxBehavior.ifPresent(behavior -> params.setTaxBehavior(
                behavior.equals(TaxTerms.Behavior.INCLUSIVE.wire())
                        ? PriceCreateParams.TaxBehavior.INCLUSIVE
                        : PriceCreateParams.TaxBehavior.EXCLUSIVE));
        return params.setCurrency(CURRENCY)
                .setProduct(product)
                .setLookupKey(lookupKey)
                .setTransferLookupKey(true)
                .putMetadata(LOOKUP_KEY, lookupKey);
    }

    /** The right price's id: as it is there, switched on again, or new; others of its name are archived after that. */
    private String ensure(String words, PriceWanted wanted) throws StripeException {
        return pen.needing(KeyPermission.PRICES, () -> sync(words, wanted));
    }

    private String sync(String words, PriceWanted wanted) throws StripeException {
        var holder = holder(wanted.lookupKey());
        var like = holder.filter(price -> CURRENCY.equals(price.getCurrency())
                && wanted.product().equals(price.getProduct())
                && wanted.isRight().test(price));
        var right = like.filter(price -> !isTaxedOtherwise(price));
        var why = like.isPresent() ? ", as tax is " + taxBehavior.orElse("") : "";
        var id = right.isEmpty()
                ? pen.step("create " + words + why, () -> create(wanted))
                : required(right.get().getId(), "id of the price");
        if (right.filter(price -> !Boolean.TRUE.equals(price.getActive())).isPresent()) {
            pen.step("switch on " + words + " (" + id + ")", () -> activate(id, true));
        }
        if (right.filter(price -> taxBehavior.isPresent() && !hasTaxBehavior(price))
                .isPresent()) {
            var behavior = taxBehavior.orElseThrow();
            pen.step("tell " + words + " (" + id + ") that tax is " + behavior, () -> setTaxBehavior(id, behavior));
        }
        archiveOthers(wanted, id);
        return id;
    }

    /** What a price has said of tax once it says for good; a catalog without tax does not ask. */
    private boolean isTaxedOtherwise(Price price) {
        return taxBehavior
                .filter(behavior -> hasTaxBehavior(price) && !behavior.equals(price.getTaxBehavior()))
                .isPresent();
    }

    private static boolean hasTaxBehavior(Price price) {
        return price.getTaxBehavior() != null && !UNSPECIFIED.equals(price.getTaxBehavior());
    }

    private String setTaxBehavior(String id, String behavior) throws StripeException {
        var params = PriceUpdateParams.builder()
                .setTaxBehavior(
                        behavior.equals(TaxTerms.Behavior.INCLUSIVE.wire())
                                ? PriceUpdateParams.TaxBehavior.INCLUSIVE
                                : PriceUpdateParams.TaxBehavior.EXCLUSIVE)
                .build();
        return stripe.v1().prices().update(id, params, pen.key("price:" + id)).getId();
    }

    private Optional<Price> holder(String lookupKey) throws StripeException {
        var params = PriceListParams.builder().addLookupKey(lookupKey).build();
        return Newest.one(Pages.stream(stripe.v1().prices().list(params)).toList(), Price::getCreated);
    }

    private String create(PriceWanted wanted) throws StripeException {
        return stripe.v1()
                .prices()
                .create(wanted.params().build(), pen.key("price:" + wanted.lookupKey()))
                .getId();
    }

    /** Those that were made for the same lookup key before, if a run that died left them on sale. */
    private void archiveOthers(PriceWanted wanted, String id) throws StripeException {
        if (wanted.product().equals(Pen.NOT_YET)) {
            return;
        }
        var params = PriceListParams.builder()
                .setProduct(wanted.product())
                .setActive(true)
                .setLimit(Pages.SIZE)
                .build();
        for (var price : Pages.all(stripe.v1().prices().list(params))) {
            if (CatalogMarks.has(price.getMetadata(), LOOKUP_KEY, wanted.lookupKey())
                    && !price.getId().equals(id)) {
                pen.step(
                        "archive earlier price of " + wanted.lookupKey() + " (" + price.getId() + ")",
                        () -> activate(price.getId(), false));
            }
        }
    }

    private String activate(String id, boolean active) throws StripeException {
        var params = PriceUpdateParams.builder().setActive(active).build();
        return stripe.v1()
                .prices()
                .update(id, params, pen.key("price:" + id + ":" + active))
                .getId();
    }
}
