package omni.dynamodb;

import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omni.ledger.UnprovenCalls;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Calls whose end is to be proved: {@code UNPROVEN#part / time#usageId}. */
public final class DynamoUnprovenCalls implements UnprovenCalls {

    private static final String PARTITION = "UNPROVEN#";

    /** So many partitions share the list. */
    private static final int PARTS = 4;

    private static final int PAGE = 50;

    /** The character before # sorts before every place, the one behind it after all of one time. */
    private static final String BEFORE_ALL = "!";

    private static final String BEHIND_TIME = "$";

    private final Table table;

    public DynamoUnprovenCalls(Table table) {
        this.table = table;
    }

    @Override
    public void list(UsageRow row) {
        var call = row.call();
        var item = new HashMap<>(key(new Listed(call.usageId(), call.at())));
        item.put(Table.TTL, Attributes.number(call.at().plus(UsageItems.KEPT).getEpochSecond()));
        table.write("an unproven call", table.put(item));
    }

    @Override
    public List<Listed> until(Instant latest, @Nullable Listed after) {
        var first = after == null ? 0 : part(after.usageId());
        for (var part = first; part < PARTS; part++) {
            var behind = after == null || part > first ? "" : sort(after);
            var found = page(part, behind + BEFORE_ALL, time(latest) + BEHIND_TIME);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<Listed> page(int part, String from, String to) {
        var values = Map.of(":part", text(PARTITION + part), ":from", text(from), ":to", text(to));
        return table.query("unproven calls", "PK = :part AND SK BETWEEN :from AND :to", values, PAGE).stream()
                .map(DynamoUnprovenCalls::listed)
                .toList();
    }

    @Override
    public void remove(Listed call) {
        table.write("the end of an unproven call", table.delete(key(call)));
    }

    private static Listed listed(Map<String, AttributeValue> item) {
        var sort = text(item, Table.SK).split("#", 2);
        return new Listed(sort[1], Instant.ofEpochMilli(Long.parseLong(sort[0])));
    }

    private static Map<String, AttributeValue> key(Listed call) {
        return Table.key(PARTITION + part(call.usageId()), sort(call));
    }

    private static int part(String usageId) {
        return Math.floorMod(usageId.hashCode(), PARTS);
    }

    /** Sorts as time does. */
    private static String sort(Listed call) {
        return time(call.at()) + "#" + call.usageId();
    }

    private static String time(Instant at) {
        return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
    }
}
