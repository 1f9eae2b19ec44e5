package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterListParams;
import java.util.Optional;

/** The usage meter, found by its event name: the last total reported in a period is the period's. */
final class MeterSync {

    private static final String NAME = "Omni usage";

    private final StripeClient stripe;
    private final Pen pen;

    MeterSync(StripeClient stripe, Pen pen) {
        this.stripe = stripe;
        this.pen = pen;
    }

    String usage() throws StripeException {
        return pen.needing(KeyPermission.METERS, () -> {
            var found = usage(stripe);
            return found.isPresent()
                    ? found.get()
                    : pen.step("create meter " + CatalogMarks.USAGE + ", aggregation last", this::create);
        });
    }

    /** The id of the active meter that listens to our event name. */
    static Optional<String> usage(StripeClient stripe) throws StripeException {
        var active = MeterListParams.builder()
                .setStatus(MeterListParams.Status.ACTIVE)
                .setLimit(Pages.SIZE)
                .build();
        for (var meter : Pages.all(stripe.v1().billing().meters().list(active))) {
            if (CatalogMarks.USAGE.equals(meter.getEventName())) {
                return Optional.of(meter.getId());
            }
        }
        return Optional.empty();
    }

    private String create() throws StripeException {
        var params = MeterCreateParams.builder()
                .setDisplayName(NAME)
                .setEventName(CatalogMarks.USAGE)
                .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                        .setFormula(MeterCreateParams.DefaultAggregation.Formula.LAST)
                        .build())
                .setCustomerMapping(MeterCreateParams.CustomerMapping.builder()
                        .setEventPayloadKey(CatalogMarks.METER_CUSTOMER)
                        .setType(MeterCreateParams.CustomerMapping.Type.BY_ID)
                        .build())
                .setValueSettings(MeterCreateParams.ValueSettings.builder()
                        .setEventPayloadKey(CatalogMarks.METER_VALUE)
                        .build());
        return stripe.v1()
                .billing()
                .meters()
                .create(params.build(), pen.key("meter:" + CatalogMarks.USAGE))
                .getId();
    }
}
