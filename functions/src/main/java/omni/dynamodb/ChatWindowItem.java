package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import omni.chat.ChatWindow;
import omni.chat.ChatWindows.Place;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A user's window, {@code CHAT#user / WINDOW}: when each place was taken, by its slot, and how often one was, which is what a write is
 * conditional on. A slot is any number that is not in use: by it a write whose answer was lost is known again.
 */
final class ChatWindowItem {

    static final String WINDOW = "WINDOW";
    static final String PLACES = "places";
    static final String TAKEN = "taken";

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** More than one a write, so that what is past gets ever less. */
    private static final int MOST_REMOVED = 50;

    private ChatWindowItem() {}

    static String partition(String userId) {
        return "CHAT#" + userId;
    }

    static Map<String, AttributeValue> key(String userId) {
        return Table.key(partition(userId), WINDOW);
    }

    static ChatWindow read(Map<String, AttributeValue> item) {
        var places = item.get(PLACES);
        return new ChatWindow(
                places == null
                        ? Map.of()
                        : places.m().entrySet().stream()
                                .collect(Collectors.toMap(
                                        slot -> Integer.parseInt(slot.getKey(), Character.MAX_RADIX),
                                        slot -> Instant.ofEpochMilli(
                                                Long.parseLong(slot.getValue().n())))));
    }

    static String name(int slot) {
        return Integer.toString(slot, Character.MAX_RADIX);
    }

    /** The first place of a window. */
    static Map<String, AttributeValue> first(Place place) {
        var item = new LinkedHashMap<>(key(place.userId()));
        item.put(PLACES, AttributeValue.fromM(Map.of(name(place.slot()), instant(place.at()))));
        item.put(TAKEN, number(1));
        item.put(Table.TTL, ttl(place.at()));
        return item;
    }

    static AttributeValue ttl(Instant at) {
        return number(at.plus(KEPT).getEpochSecond());
    }

    /** One more place, without those that are past: as many of them as an expression of the store's 4 KB can name. */
    static ConditionalUpdate taking(Place place, ChatWindow window, long taken, Instant now) {
        var names = new HashMap<String, String>();
        names.put("#ttl", Table.TTL);
        names.put("#slot", name(place.slot()));
        var removes = new StringBuilder();
        for (var past : window.past(now).stream().limit(MOST_REMOVED).toList()) {
            var name = "#p" + name(past);
            names.put(name, name(past));
            removes.append(removes.isEmpty() ? " REMOVE " : ", ")
                    .append(PLACES)
                    .append('.')
                    .append(name);
        }
        return new ConditionalUpdate(
                "SET " + PLACES + ".#slot = :at, " + TAKEN + " = :next, #ttl = :ttl" + removes,
                TAKEN + " = :taken",
                names,
                Map.of(
                        ":at", instant(place.at()),
                        ":taken", number(taken),
                        ":next", number(taken + 1),
                        ":ttl", ttl(place.at())));
    }

    /** An update, its condition, and what their names and values stand for. */
    record ConditionalUpdate(
            String update, String condition, Map<String, String> names, Map<String, AttributeValue> values) {}
}
