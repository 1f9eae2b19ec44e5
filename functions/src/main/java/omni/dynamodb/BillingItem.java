package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omni.billing.BillingRecord;
import omni.billing.CheckoutProgress;
import omni.billing.PendingCheckout;
import omni.billing.PlanKey;
import omni.billing.TaxStanding;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What billing shows: {@code ORG#id / BILLING}. */
final class BillingItem {

    static final String BILLING = "BILLING";

    private static final String VERSION = "version";
    private static final String CUSTOMER_ID = "customerId";
    private static final String CUSTOMER_EMAIL = "customerEmail";
    private static final String CUSTOMER_NAME = "customerName";
    private static final String CUSTOMER_CREATED_AT = "customerCreatedAt";
    private static final String CUSTOMER_UPDATED_AT = "customerUpdatedAt";
    private static final String TAX_LOCATION = "taxLocation";
    private static final String CHECKOUT_ATTEMPT = "checkoutAttempt";
    private static final String OPEN_CHECKOUT = "openCheckout";
    private static final String PENDING_PLAN = "pendingPlan";
    private static final String PENDING_PRICE = "pendingPrice";
    private static final String PENDING_SUCCESS_URL = "pendingSuccessUrl";
    private static final String PENDING_CANCEL_URL = "pendingCancelUrl";
    private static final String PORTAL_ATTEMPT = "portalAttempt";
    private static final String WRITE_ATTEMPT = "writeAttempt";
    private static final String READINGS = "readings";

    private BillingItem() {}

    static BillingRecord read(String orgId, Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return BillingRecord.empty(orgId);
        }
        var customerId = Attributes.textOrNull(item, CUSTOMER_ID);
        return new BillingRecord(
                orgId,
                number(item, VERSION, 0),
                customerId == null
                        ? null
                        : new BillingRecord.Customer(
                                customerId,
                                Attributes.textOrNull(item, CUSTOMER_EMAIL),
                                Attributes.textOrNull(item, CUSTOMER_NAME),
                                Attributes.instant(item, CUSTOMER_CREATED_AT),
                                Attributes.instant(item, CUSTOMER_UPDATED_AT),
                                taxLocation(item)),
                SubscribedAttributes.read(item),
                MeteringAttributes.creation(item),
                new CheckoutProgress(
                        number(item, CHECKOUT_ATTEMPT, 0), Attributes.textOrNull(item, OPEN_CHECKOUT), pending(item)),
                new BillingRecord.Counts(
                        number(item, PORTAL_ATTEMPT, 0), number(item, WRITE_ATTEMPT, 0), number(item, READINGS, 0)),
                MeteringAttributes.metering(item));
    }

    private static TaxStanding.Location taxLocation(Map<String, AttributeValue> item) {
        return Optional.ofNullable(Attributes.textOrNull(item, TAX_LOCATION))
                .flatMap(word -> WireName.find(TaxStanding.Location.values(), word))
                .orElse(TaxStanding.Location.NOT_NEEDED);
    }

    private static @Nullable PendingCheckout pending(Map<String, AttributeValue> item) {
        var plan = Attributes.textOrNull(item, PENDING_PLAN);
        return plan == null
                ? null
                : new PendingCheckout(
                        PlanKey.ofWire(plan).orElseThrow(),
                        Attributes.textOrNull(item, PENDING_PRICE),
                        Attributes.text(item, PENDING_SUCCESS_URL),
                        Attributes.text(item, PENDING_CANCEL_URL));
    }

    private static void put(Map<String, AttributeValue> item, PendingCheckout pending) {
        item.put(PENDING_PLAN, text(pending.plan().wire()));
        Attributes.put(item, PENDING_PRICE, pending.priceId());
        item.put(PENDING_SUCCESS_URL, text(pending.successUrl()));
        item.put(PENDING_CANCEL_URL, text(pending.cancelUrl()));
    }

    /** The write of a record, one version on, on condition that the stored one is the version that it was made from. */
    static TransactWriteItem put(Table table, BillingRecord next) {
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(next.orgId()), BILLING));
        item.put(VERSION, number(next.version() + 1));
        var customer = next.customer();
        if (customer != null) {
            item.put(CUSTOMER_ID, text(customer.id()));
            Attributes.put(item, CUSTOMER_EMAIL, customer.email());
            Attributes.put(item, CUSTOMER_NAME, customer.name());
            item.put(CUSTOMER_CREATED_AT, Attributes.instant(customer.createdAt()));
            item.put(CUSTOMER_UPDATED_AT, Attributes.instant(customer.updatedAt()));
            if (customer.taxLocation() != TaxStanding.Location.NOT_NEEDED) {
                item.put(TAX_LOCATION, text(customer.taxLocation().wire()));
            }
        }
        item.put(CHECKOUT_ATTEMPT, number(next.checkoutAttempt()));
        Attributes.put(item, OPEN_CHECKOUT, next.openCheckout());
        item.put(PORTAL_ATTEMPT, number(next.counts().portal()));
        item.put(WRITE_ATTEMPT, number(next.counts().write()));
        item.put(READINGS, number(next.counts().readings()));
        var subscribed = next.subscription();
        if (subscribed != null) {
            SubscribedAttributes.put(item, subscribed);
        }
        var pending = next.pendingCheckout();
        if (pending != null) {
            put(item, pending);
        }
        MeteringAttributes.put(item, next.creation());
        MeteringAttributes.put(item, next.metering());
        return table.put(
                item,
                "attribute_not_exists(version) OR version = :version",
                Map.of(":version", number(next.version())));
    }
}
