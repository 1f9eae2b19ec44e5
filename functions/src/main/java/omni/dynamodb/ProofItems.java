package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.ledger.Ledger.Proof;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The proof of an end: {@code USAGE#id / PROOF}, one item that says who came first. An attempt at work that proves it and whoever finds
 * it overdue write it on condition of each other, so that a call is proved or lapses and never both.
 */
record ProofItems(Table table) {

    private static final String PROGRESS = "progress";
    private static final String PROVED = "proved";
    private static final String LAPSED = "lapsed";

    /** An attempt that took the call over is at work. */
    private static final String RUNNING = "running";

    private static final String RUNS_UNTIL = "runsUntil";
    private static final String OPEN = "attribute_not_exists(PK) OR progress = :running";
    private static final String SHORTER = "attribute_not_exists(PK) OR (progress = :running AND runsUntil < :until)";
    private static final String OVERDUE = "attribute_not_exists(PK) OR (progress = :running AND runsUntil <= :now)";

    static boolean isProved(Map<String, AttributeValue> item) {
        return PROVED.equals(text(item, PROGRESS));
    }

    Proof prove(String usageId, Instant now) {
        try {
            var stands = put(item(usageId, PROVED, now), OPEN, Map.of());
            return stands.equals(PROVED) ? Proof.PROVED : Proof.LAPSED;
        } catch (StoreUnavailable e) {
            return Proof.UNKNOWN;
        }
    }

    boolean extend(String usageId, Instant until, Instant now) {
        var item = item(usageId, RUNNING, now);
        item.put(RUNS_UNTIL, instant(until));
        return !put(item, SHORTER, Map.of(":until", instant(until))).equals(LAPSED);
    }

    boolean lapse(String usageId, Instant now) {
        return put(item(usageId, LAPSED, now), OVERDUE, Map.of(":now", instant(now)))
                .equals(LAPSED);
    }

    boolean giveUp(String usageId, Instant now) {
        return put(item(usageId, LAPSED, now), OPEN, Map.of()).equals(LAPSED);
    }

    private static Map<String, AttributeValue> item(String usageId, String progress, Instant now) {
        var item = new LinkedHashMap<>(Table.key(UsageItems.PARTITION + usageId, UsageItems.PROOF));
        item.put(PROGRESS, text(progress));
        item.put(Table.TTL, number(now.plus(UsageItems.KEPT).getEpochSecond()));
        return item;
    }

    /** What stands there then. */
    private String put(Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> more) {
        var values = new LinkedHashMap<>(more);
        values.put(":running", text(RUNNING));
        var request = PutItemRequest.builder()
                .tableName(table.name())
                .item(item)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            Table.reach("a proof", () -> table.client().putItem(request));
            return text(item, PROGRESS);
        } catch (ConditionalCheckFailedException e) {
            return text(e.item(), PROGRESS);
        }
    }
}
