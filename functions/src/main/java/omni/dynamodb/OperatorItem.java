package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;
import static omni.dynamodb.Attributes.textOrNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.billing.LostDispute;
import omni.billing.OperatorRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What operators have said: {@code ORG#id / OPERATOR}. It is no part of the billing item, which every reading of Stripe writes
 * anew as a whole under its own version.
 */
final class OperatorItem {

    private static final String OPERATOR = "OPERATOR";

    private static final String REFERENCE = "contractReference";
    private static final String REASON = "restrictionReason";
    private static final String SINCE = "restrictedSince";
    private static final String BY = "restrictedBy";
    private static final String DISPUTES = "disputes";
    private static final String ID = "id";
    private static final String LOST_AT = "lostAt";
    private static final String CLEARED_AT = "clearedAt";

    private OperatorItem() {}

    static Map<String, AttributeValue> of(OperatorRecord record) {
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(record.orgId()), OPERATOR));
        put(item, REFERENCE, record.contractReference());
        var restriction = record.restriction();
        if (restriction != null) {
            item.put(REASON, text(restriction.reason()));
            item.put(SINCE, instant(restriction.since()));
            item.put(BY, text(restriction.byPrincipalId()));
        }
        item.put(
                DISPUTES,
                AttributeValue.fromL(
                        record.disputes().stream().map(OperatorItem::dispute).toList()));
        return item;
    }

    private static AttributeValue dispute(LostDispute dispute) {
        var fields = new LinkedHashMap<String, AttributeValue>();
        fields.put(ID, text(dispute.id()));
        fields.put(LOST_AT, instant(dispute.lostAt()));
        put(fields, CLEARED_AT, dispute.clearedAt());
        return AttributeValue.fromM(fields);
    }

    static OperatorRecord load(Table table, String orgId) {
        return read(orgId, table.get(AccountItem.partition(orgId), OPERATOR));
    }

    private static OperatorRecord read(String orgId, Map<String, AttributeValue> item) {
        var disputes = item.get(DISPUTES);
        List<AttributeValue> elements = disputes == null ? List.of() : disputes.l();
        return new OperatorRecord(
                orgId,
                textOrNull(item, REFERENCE),
                restriction(item),
                elements.stream().map(OperatorItem::readDispute).toList());
    }

    private static OperatorRecord.@Nullable Restriction restriction(Map<String, AttributeValue> item) {
        var reason = textOrNull(item, REASON);
        return reason == null ? null : new OperatorRecord.Restriction(reason, instant(item, SINCE), text(item, BY));
    }

    private static LostDispute readDispute(AttributeValue element) {
        var fields = element.m();
        return new LostDispute(
                text(fields, ID), instant(fields, LOST_AT), Attributes.instantOrNull(fields, CLEARED_AT));
    }
}
