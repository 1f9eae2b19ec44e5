package omni.dynamodb;

import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import omni.account.LastCall;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What stands under a usage id: {@code USAGE#id} with {@code ROW#seq}, {@code VOID}, {@code PROOF} and {@code CREDIT#seq}. */
final class UsageItems {

    static final String PARTITION = "USAGE#";
    static final String ROW = "ROW#";
    static final String VOID = "VOID";
    static final String PROOF = "PROOF";
    static final String CREDIT = "CREDIT#";

    /** The row's charge was given back. */
    static final String CREDITED = "credited";

    /** Another row of the usage id is the call; only where it is so. */
    static final String DUPLICATE = "duplicate";

    /** The proof was taken into the row; only where it was. */
    static final String PROVEN = "proven";

    /** The committed call, as in the account item. */
    static final String CALL = "call";

    static final Duration KEPT = Duration.ofDays(400);
    private static final String ORG = "org";
    private static final String LIVE = "live";
    private static final String SEQUENCE = "sequence";
    private static final String STATUS = "answeredStatus";
    private static final String LATENCY_MS = "latencyMs";
    private static final String AT = "at";

    private UsageItems() {}

    static String sequence(UsageRow row) {
        return (row.live() ? "" : "T") + String.format(Locale.ROOT, "%012d", row.sequence());
    }

    static Map<String, AttributeValue> rowKey(UsageRow row) {
        return Table.key(PARTITION + row.call().usageId(), ROW + sequence(row));
    }

    static Map<String, AttributeValue> rowItem(UsageRow row) {
        var call = row.call();
        var item = new LinkedHashMap<>(rowKey(row));
        item.put(ORG, text(row.orgId()));
        item.put(LIVE, Attributes.truth(row.live()));
        item.put(SEQUENCE, number(row.sequence()));
        item.put(CALL, AttributeValue.fromM(LastCallAttribute.map(call)));
        item.put(CREDITED, Attributes.truth(row.isCredited()));
        if (row.state() == UsageRow.State.DUPLICATE) {
            item.put(DUPLICATE, Attributes.truth(true));
        }
        if (call.beforeWork() && row.state() == UsageRow.State.COUNTED) {
            item.put(PROVEN, Attributes.truth(true));
        }
        item.put(Table.BY_TIME_PK, text(timeKey(row.orgId(), row.live())));
        item.put(Table.BY_REQUEST_PK, text(requestKey(row.orgId(), row.live(), call.requestId())));
        item.put(Table.PLACE, text(EventItem.sort(row.position())));
        item.put(Table.TTL, number(call.at().plus(KEPT).getEpochSecond()));
        return item;
    }

    static String timeKey(String orgId, boolean live) {
        return orgId + "#" + (live ? "live" : "test");
    }

    static String requestKey(String orgId, boolean live, String requestId) {
        return timeKey(orgId, live) + "#" + requestId;
    }

    static UsageRow row(Map<String, AttributeValue> item) {
        var call = item.get(CALL);
        if (call == null) {
            throw new IllegalStateException("a usage row lacks its call");
        }
        LastCall read = LastCallAttribute.read(call);
        return new UsageRow(
                text(item, ORG), Attributes.truth(item, LIVE), number(item, SEQUENCE), read, state(item, read));
    }

    private static UsageRow.State state(Map<String, AttributeValue> item, LastCall call) {
        if (item.containsKey(DUPLICATE)) {
            return UsageRow.State.DUPLICATE;
        }
        if (Attributes.truth(item, CREDITED)) {
            return UsageRow.State.CREDITED;
        }
        return call.beforeWork() && !item.containsKey(PROVEN) ? UsageRow.State.UNPROVEN : UsageRow.State.COUNTED;
    }

    static Map<String, AttributeValue> voidItem(VoidMark mark) {
        var item = new LinkedHashMap<>(Table.key(PARTITION + mark.usageId(), VOID));
        item.put(ORG, text(mark.orgId()));
        item.put(LIVE, Attributes.truth(mark.live()));
        item.put(STATUS, number(mark.status()));
        item.put(LATENCY_MS, number(mark.latencyMs()));
        item.put(AT, Attributes.instant(mark.at()));
        item.put(Table.TTL, number(mark.at().plus(KEPT).getEpochSecond()));
        return item;
    }

    static VoidMark mark(Map<String, AttributeValue> item) {
        return new VoidMark(
                text(item, Table.PK).substring(PARTITION.length()),
                text(item, ORG),
                Attributes.truth(item, LIVE),
                (int) number(item, STATUS),
                number(item, LATENCY_MS),
                Attributes.instant(item, AT));
    }
}
