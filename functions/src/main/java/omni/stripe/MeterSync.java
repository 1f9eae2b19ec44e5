package omni.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterListParams;

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
        var active = MeterListParams.builder()
                .setStatus(MeterListParams.Status.ACTIVE)
                .setLimit(100L)
                .build();
        for (var meter : stripe.v1().billing().meters().list(active).autoPagingIterable()) {
            if (CatalogMarks.USAGE.equals(meter.getEventName())) {
                return meter.getId();
            }
        }
        return pen.step("create meter " + CatalogMarks.USAGE + ", aggregation last", this::create);
    }

    private String create() throws StripeException {
        var params = MeterCreateParams.builder()
                .setDisplayName(NAME)
                .setEventName(CatalogMarks.USAGE)
                .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                        .setFormula(MeterCreateParams.DefaultAggregation.Formula.LAST)
                        .build())
                .setCustomerMapping(MeterCreateParams.CustomerMapping.builder()
                        .setEventPayloadKey("stripe_customer_id")
                        .setType(MeterCreateParams.CustomerMapping.Type.BY_ID)
                        .build())
                .setValueSettings(MeterCreateParams.ValueSettings.builder()
                        .setEventPayloadKey("value")
                        .build());
        var key = RequestOptions.builder()
                .setIdempotencyKey("omni:catalog:meter:" + CatalogMarks.USAGE)
                .build();
        return stripe.v1().billing().meters().create(params.build(), key).getId();
    }
}
