package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import omni.billing.InvoicePeriod;
import omni.budget.BudgetApproval;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An approval: {@code ORG#id / APPROVAL#time#id}, so that its organization's list is in the order of time and id. */
final class ApprovalItem {

    static final String PREFIX = "APPROVAL#";

    private static final Duration KEPT = Duration.ofDays(400);
    private static final String ID = "id";
    private static final String AMOUNT_CENTS = "amountCents";
    private static final String CREATED_AT = "createdAt";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String CREATED_BY = "createdBy";
    private static final String REQUEST_ID = "requestId";

    private ApprovalItem() {}

    /** 15 digits of milliseconds, as in events. */
    static String sort(Instant createdAt, String id) {
        return String.format(Locale.ROOT, "%s%015d#%s", PREFIX, createdAt.toEpochMilli(), id);
    }

    static Map<String, AttributeValue> of(BudgetApproval approval) {
        var item = new LinkedHashMap<>(
                Table.key(AccountItem.partition(approval.orgId()), sort(approval.createdAt(), approval.id())));
        item.put(ID, text(approval.id()));
        item.put(AMOUNT_CENTS, number(approval.amountCents()));
        item.put(CREATED_AT, Attributes.instant(approval.createdAt()));
        item.put(EXPIRES_AT, Attributes.instant(approval.expiresAt()));
        item.put(CREATED_BY, text(approval.createdByPrincipalId()));
        item.put(REQUEST_ID, text(approval.requestId()));
        item.put(Table.TTL, number(approval.createdAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    static BudgetApproval read(Map<String, AttributeValue> item) {
        var createdAt = Attributes.instant(item, CREATED_AT);
        return new BudgetApproval(
                text(item, ID),
                text(item, Table.PK).substring(AccountItem.partition("").length()),
                InvoicePeriod.at(createdAt),
                number(item, AMOUNT_CENTS),
                createdAt,
                Attributes.instant(item, EXPIRES_AT),
                text(item, CREATED_BY),
                text(item, REQUEST_ID));
    }
}
