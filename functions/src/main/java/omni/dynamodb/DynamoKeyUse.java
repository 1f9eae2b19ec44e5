package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import omni.ledger.KeyUse;

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
        table.write(
                "the last use of a key",
                table.update(
                        Table.key(AccountItem.partition(orgId), PREFIX + keyId),
                        "SET usedAt = :at",
                        "attribute_not_exists(usedAt) OR usedAt <= :before",
                        Map.of(":at", instant(at), ":before", instant(at.minus(STEP)))));
    }
}
