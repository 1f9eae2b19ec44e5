package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.billing.CollectionMethod;
import omni.billing.CustomerCreation;
import omni.billing.MeteringRecord;
import omni.billing.MeteringRecord.Pending;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** In the billing item: how far the making of the customer and the keeping of the metering subscription are. */
final class MeteringAttributes {

    private static final String CUSTOMER_ATTEMPT = "customerAttempt";
    private static final String CUSTOMER_PENDING = "customerPending";
    private static final String METERING_ATTEMPT = "meteringAttempt";
    private static final String METERING_PENDING = "meteringPending";
    private static final String METERING_ID = "meteringId";

    private static final String EMAIL = "email";
    private static final String NAME = "name";
    private static final String CUSTOMER = "customer";
    private static final String ANCHOR = "anchor";
    private static final String SUBSCRIPTION = "subscription";
    private static final String COLLECTION = "collection";

    private MeteringAttributes() {}

    static CustomerCreation creation(Map<String, AttributeValue> item) {
        var pending = item.get(CUSTOMER_PENDING);
        return new CustomerCreation(
                number(item, CUSTOMER_ATTEMPT, 0),
                pending == null
                        ? null
                        : new CustomerCreation.Words(
                                Attributes.textOrNull(pending.m(), EMAIL), Attributes.textOrNull(pending.m(), NAME)));
    }

    static MeteringRecord metering(Map<String, AttributeValue> item) {
        var pending = item.get(METERING_PENDING);
        return new MeteringRecord(
                number(item, METERING_ATTEMPT, 0),
                pending == null ? null : pending(pending.m()),
                Attributes.textOrNull(item, METERING_ID));
    }

    private static Pending pending(Map<String, AttributeValue> write) {
        var collection = CollectionMethod.valueOf(text(write, COLLECTION));
        return write.containsKey(CUSTOMER)
                ? new Pending.Begin(text(write, CUSTOMER), Attributes.instant(write, ANCHOR), collection)
                : new Pending.Collect(text(write, SUBSCRIPTION), collection);
    }

    static void put(Map<String, AttributeValue> item, CustomerCreation creation) {
        item.put(CUSTOMER_ATTEMPT, number(creation.attempt()));
        var words = creation.pending();
        if (words != null) {
            var map = new LinkedHashMap<String, AttributeValue>();
            Attributes.put(map, EMAIL, words.email());
            Attributes.put(map, NAME, words.name());
            item.put(CUSTOMER_PENDING, AttributeValue.fromM(map));
        }
    }

    static void put(Map<String, AttributeValue> item, MeteringRecord metering) {
        item.put(METERING_ATTEMPT, number(metering.attempt()));
        Attributes.put(item, METERING_ID, metering.subscriptionId());
        var pending = metering.pending();
        if (pending != null) {
            item.put(METERING_PENDING, AttributeValue.fromM(attributes(pending)));
        }
    }

    private static Map<String, AttributeValue> attributes(Pending pending) {
        return switch (pending) {
            case Pending.Begin(var customerId, var anchor, var collection) ->
                Map.of(
                        CUSTOMER, text(customerId),
                        ANCHOR, Attributes.instant(anchor),
                        COLLECTION, text(collection.name()));
            case Pending.Collect(var subscriptionId, var collection) ->
                Map.of(SUBSCRIPTION, text(subscriptionId), COLLECTION, text(collection.name()));
        };
    }
}
