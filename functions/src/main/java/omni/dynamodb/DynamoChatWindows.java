package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import omni.access.StoreUnavailable;
import omni.chat.ChatWindow;
import omni.chat.ChatWindows;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Windows of accepted messages. A place is taken by one write on condition that none was taken since the window was read; a failed
 * condition brings the window along, so that a lost race costs no second read.
 */
public final class DynamoChatWindows implements ChatWindows {

    /** More than the largest window has places: so often others can be faster before it is full. */
    private static final int MAX_RACES = 1_000;

    private final Table table;
    private final RandomGenerator random;

    /** @param random names slots, so that two workers choose different ones */
    public DynamoChatWindows(Table table, RandomGenerator random) {
        this.table = table;
        this.random = random;
    }

    @Override
    public Taking take(String userId, int limit, Instant now) {
        var slot = random.nextInt(Integer.MAX_VALUE);
        var at = ChatWindow.takenAt(now);
        var item = table.get(ChatWindowItem.partition(userId), ChatWindowItem.WINDOW);
        for (var race = 0; race < MAX_RACES; race++) {
            var window = ChatWindowItem.read(item);
            // an answer that was lost: the write had been made
            if (at.equals(window.places().get(slot))) {
                return new Place(userId, slot, at, window.free(limit, now));
            }
            var wait = window.wait(limit, now);
            if (wait.isPresent()) {
                return new Full(wait.get());
            }
            var place = new Place(userId, slot, at, window.free(limit, now) - 1);
            var changed = write(place, item, now);
            if (changed.isEmpty()) {
                return place;
            }
            item = changed.get();
        }
        throw new StoreUnavailable(
                "taking a place in a window", new IllegalStateException("others were always faster"));
    }

    /** Writes a place; what the item became meanwhile when it was not written. */
    private Optional<Map<String, AttributeValue>> write(Place place, Map<String, AttributeValue> item, Instant now) {
        try {
            Table.reach(
                    "taking a place in a window",
                    () -> item.isEmpty()
                            ? table.client().putItem(first(place))
                            : table.client().updateItem(next(place, item, now)));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(e.hasItem() ? e.item() : Map.of());
        }
    }

    private PutItemRequest first(Place place) {
        return PutItemRequest.builder()
                .tableName(table.name())
                .item(ChatWindowItem.first(place))
                .conditionExpression(Table.NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private UpdateItemRequest next(Place place, Map<String, AttributeValue> item, Instant now) {
        var taking = ChatWindowItem.taking(place, ChatWindowItem.read(item), number(item, ChatWindowItem.TAKEN), now);
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(ChatWindowItem.key(place.userId()))
                .updateExpression(taking.update())
                .conditionExpression(taking.condition())
                .expressionAttributeNames(taking.names())
                .expressionAttributeValues(taking.values())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** Whoever takes a place meanwhile may still count this one: then one less is accepted, never one more. */
    @Override
    public void giveBack(Place place) {
        var slot = ChatWindowItem.PLACES + ".#" + ChatWindowItem.name(place.slot());
        table.write(
                "giving a place of a window back",
                table.update(
                        ChatWindowItem.key(place.userId()),
                        "REMOVE " + slot,
                        slot + " = :at",
                        Map.of(":at", instant(place.at()))));
    }

    @Override
    public int remaining(String userId, int limit, Instant now) {
        return ChatWindowItem.read(table.get(ChatWindowItem.partition(userId), ChatWindowItem.WINDOW))
                .free(limit, now);
    }
}
