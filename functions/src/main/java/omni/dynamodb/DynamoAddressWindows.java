package omni.dynamodb;

import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.Map;
import omni.access.SecretHasher;
import omni.access.StoreUnavailable;
import omni.account.Windows;
import omni.meter.AddressLimit;
import omni.meter.AddressWindows;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Calls of client addresses: {@code ADDR#hash#minute / limit}, one write for each. The hash is keyed, as there are few enough
 * addresses to try them all: no address rests in the table.
 */
public final class DynamoAddressWindows implements AddressWindows {

    private static final String CALLS = "calls";
    private static final long KEPT_SECONDS = 600;

    private final Table table;
    private final SecretHasher hasher;

    public DynamoAddressWindows(Table table, SecretHasher hasher) {
        this.table = table;
        this.hasher = hasher;
    }

    @Override
    public Count count(String address, AddressLimit limit, Instant now) {
        try {
            var written = Table.reach("an address window", () -> table.once().updateItem(request(address, limit, now)));
            return new Count.Counted(number(written.attributes(), CALLS));
        } catch (ConditionalCheckFailedException e) {
            return new Count.Full();
        } catch (StoreUnavailable e) {
            return new Count.Missed(String.valueOf(e.getMessage()));
        }
    }

    private UpdateItemRequest request(String address, AddressLimit limit, Instant now) {
        var partition = "ADDR#" + hasher.hash(address) + "#" + Windows.minuteOf(now);
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(Table.key(partition, limit.name()))
                .updateExpression("SET #ttl = :ttl ADD " + CALLS + " :one")
                .conditionExpression("attribute_not_exists(" + CALLS + ") OR " + CALLS + " < :limit")
                .expressionAttributeNames(Map.of("#ttl", Table.TTL))
                .expressionAttributeValues(Map.of(
                        ":one", number(1),
                        ":limit", number(limit.callsPerMinute()),
                        ":ttl", number(AddressLimit.freeAt(now) + KEPT_SECONDS)))
                .returnValues(ReturnValue.UPDATED_NEW)
                .build();
    }
}
