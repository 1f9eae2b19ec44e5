package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.model.billingportal.Configuration;
import com.stripe.param.PriceListParams;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.PlanKey;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CatalogSync} left at Stripe, as far as it was needed: looked up once and remembered for the life of the
 * process. A price, meter or configuration that Stripe refuses is forgotten again, as a later sync may have replaced it.
 */
final class SyncedCatalog {

    private static final String PORTAL = "portal";
    private static final String METER = "meter";

    private final StripeClient stripe;
    private final Map<String, String> idByMark = new ConcurrentHashMap<>();
    private final Map<String, Optional<PlanKey>> planByProduct = new ConcurrentHashMap<>();

    SyncedCatalog(StripeClient stripe) {
        this.stripe = stripe;
    }

    /** The id of the active price that holds a lookup key. */
    Optional<String> price(String lookupKey) throws StripeException {
        return remembered(lookupKey, () -> {
            var params = PriceListParams.builder()
                    .addLookupKey(lookupKey)
                    .setActive(true)
                    .build();
            return stripe.v1().prices().list(params).getData().stream()
                    .map(Price::getId)
                    .findFirst();
        });
    }

    /** The id of the portal's configuration. */
    Optional<String> portal() throws StripeException {
        return remembered(PORTAL, () -> PortalSync.present(stripe).map(Configuration::getId));
    }

    /** The id of the active meter that listens to our event name. */
    Optional<String> meter() throws StripeException {
        return remembered(METER, () -> MeterSync.usage(stripe));
    }

    private interface LookUp {
        Optional<String> find() throws StripeException;
    }

    private Optional<String> remembered(String mark, LookUp lookUp) throws StripeException {
        var known = idByMark.get(mark);
        if (known != null) {
            return Optional.of(known);
        }
        var found = lookUp.find();
        found.ifPresent(id -> idByMark.put(mark, id));
        return found;
    }

    /** After a refusal all is looked up again: what the request named may be none of the catalog's any more. */
    <T> PaymentOutcome<T> forgettingWhenRefused(PaymentOutcome<T> outcome) {
        if (outcome instanceof Refused<T>) {
            idByMark.clear();
        }
        return outcome;
    }

    /** What a product is to us. */
    sealed interface Sold {
        /** One of the plans that are subscribed to. */
        record OfPlan(PlanKey plan) implements Sold {}

        /** The metered usage of the technical subscription, which is no fact (contract 5.1). */
        record Usage() implements Sold {}

        /** None of ours. */
        record Stranger() implements Sold {}
    }

    /** Reads a product's marks; those of ours are remembered, a stranger's may still be put right. */
    Sold productOf(@Nullable String productId) throws StripeException {
        if (productId == null) {
            return new Sold.Stranger();
        }
        var known = planByProduct.get(productId);
        if (known == null) {
            var metadata = metadata(productId);
            var plan = Optional.ofNullable(metadata.get(CatalogMarks.PLAN))
                    .flatMap(PlanKey::ofWire)
                    .filter(key -> key == PlanKey.PERSONAL || key == PlanKey.TEAM);
            if (plan.isEmpty() && !metadata.containsKey(CatalogMarks.METER)) {
                return new Sold.Stranger();
            }
            planByProduct.put(productId, plan);
            known = plan;
        }
        return known.<Sold>map(Sold.OfPlan::new).orElseGet(Sold.Usage::new);
    }

    /** One that is gone has no marks. */
    private Map<String, String> metadata(String productId) throws StripeException {
        try {
            var said = stripe.v1().products().retrieve(productId).getMetadata();
            return said == null ? Map.of() : said;
        } catch (InvalidRequestException e) {
            if (StripeAnswers.isMissing(e)) {
                return Map.of();
            }
            throw e;
        }
    }
}
