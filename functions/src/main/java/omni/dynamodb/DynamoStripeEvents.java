package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.billing.StripeEvents;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Stripe's events by id: {@code STRIPE#evt / EVENT}, kept for 35 days (contract 12). */
public final class DynamoStripeEvents implements StripeEvents {

    private static final Duration KEPT = Duration.ofDays(35);
    private static final String EVENT = "EVENT";
    private static final String PROCESSED_AT = "processedAt";

    private final Table table;

    public DynamoStripeEvents(Table table) {
        this.table = table;
    }

    @Override
    public Known receive(String eventId, String type, Instant now) {
        var item = new HashMap<>(Table.key("STRIPE#" + eventId, EVENT));
        item.put("eventType", text(type));
        item.put("receivedAt", instant(now));
        item.put(Table.TTL, number(now.plus(KEPT).getEpochSecond()));
        try {
            Table.reach(
                    "a Stripe event",
                    () -> table.client()
                            .putItem(PutItemRequest.builder()
                                    .tableName(table.name())
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(PK)")
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                                    .build()));
            return Known.NEW;
        } catch (ConditionalCheckFailedException e) {
            return e.item().containsKey(PROCESSED_AT) ? Known.PROCESSED : Known.RECEIVED;
        }
    }

    @Override
    public void markProcessed(String eventId, Instant now) {
        table.write("a processed Stripe event", processed(eventId, null, now));
    }

    /** A failed condition says that somebody else has told already, and the mark stands: nothing is left to write. */
    @Override
    public void markProcessed(String eventId, AuditEvent told, Instant now) {
        var mark = processed(eventId, "attribute_not_exists(processedAt)", now);
        Transactions.refusals(table, "a processed Stripe event", List.of(mark, table.put(EventItem.of(told))));
    }

    private TransactWriteItem processed(String eventId, @Nullable String condition, Instant now) {
        return table.update(
                Table.key("STRIPE#" + eventId, EVENT),
                "SET processedAt = :now",
                condition,
                Map.of(":now", instant(now)));
    }
}
