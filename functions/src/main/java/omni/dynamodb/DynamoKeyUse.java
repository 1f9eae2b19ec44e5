package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import omni.ledger.KeyUse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The last use of each key: {@code ORG#id / KEYUSE#keyId}, moved at most once a minute. */
public final class DynamoKeyUse implements KeyUse {

    static final String PREFIX = "KEYUSE#";
    static final String USED_AT = "usedAt";
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Table table;

    public DynamoKeyUse(Table table) {
        this.table = table;
    }

    @Override
    public void recordUse(String orgId, String keyId, Instant at) {
        try {
            Table.reach(
                    "the last use of a key",
                    () -> table.client()
                            .updateItem(UpdateItemRequest.builder()
                                    .tableName(table.name())
                                    .key(Table.key(AccountItem.partition(orgId), PREFIX + keyId))
                                    .updateExpression("SET usedAt = :at")
                                    .conditionExpression("attribute_not_exists(usedAt) OR usedAt <= :before")
                                    .expressionAttributeValues(
                                            Map.of(":at", instant(at), ":before", instant(at.minus(STEP))))
                                    .build()));
        } catch (ConditionalCheckFailedException e) {
            // a use within the same minute stands already
        }
    }
}
